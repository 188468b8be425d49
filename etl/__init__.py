"""Workbooks in, builds out. Public: check, load, withdraw, build, history, and what they give back or raise."""

from etl.door import build, check, history, load, withdraw
from etl.report import FileReport, Report
from etl.warehouse import WarehouseError

__all__ = ["FileReport", "Report", "WarehouseError", "build", "check", "history", "load", "withdraw"]
