"""Workbooks in, builds out: what pages and the command line may call, and what it gives back or raises."""

from etl.door import build, check, history, load, withdraw
from etl.report import FileReport, Report
from etl.returned import annotated
from etl.template import template
from etl.warehouse import WarehouseError

__all__ = [
    "FileReport",
    "Report",
    "WarehouseError",
    "annotated",
    "build",
    "check",
    "history",
    "load",
    "template",
    "withdraw",
]
