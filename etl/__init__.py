"""Workbooks in, builds out: what pages and the command line may call, and what it gives back or raises."""

from etl.door import build, check, history, load, preview, preview_withdraw, withdraw
from etl.events import events
from etl.report import FileReport, Report
from etl.returned import annotated
from etl.revisions import Change
from etl.rollback import builds, preview_rollback, rollback
from etl.template import template
from etl.tracing import original, trace
from etl.warehouse import WarehouseError

__all__ = [
    "Change",
    "FileReport",
    "Report",
    "WarehouseError",
    "annotated",
    "build",
    "builds",
    "check",
    "events",
    "history",
    "load",
    "original",
    "preview",
    "preview_rollback",
    "preview_withdraw",
    "rollback",
    "template",
    "trace",
    "withdraw",
]
