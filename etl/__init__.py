"""Workbooks in, builds out: what pages and the command line may call, and what it gives back or raises."""

from etl.contracts import DATASETS
from etl.corrections import corrections
from etl.dictionary import code_lists
from etl.door import build, check, history, load, preview, preview_withdraw, withdraw
from etl.events import events
from etl.originals import cell_places, faults_of, original
from etl.report import FileReport, Report
from etl.returned import annotated, returned_name
from etl.revisions import Change
from etl.rollback import builds, preview_rollback, rollback
from etl.sources import ENDINGS
from etl.template import template
from etl.tracing import Trace, trace, traced
from etl.warehouse import WarehouseError, heard
from etl.watch import Taken, watch
from etl.withheld import OF_PEOPLE

__all__ = [
    "DATASETS",
    "ENDINGS",
    "OF_PEOPLE",
    "Change",
    "FileReport",
    "Report",
    "Taken",
    "Trace",
    "WarehouseError",
    "annotated",
    "build",
    "builds",
    "cell_places",
    "check",
    "code_lists",
    "corrections",
    "events",
    "faults_of",
    "heard",
    "history",
    "load",
    "original",
    "preview",
    "preview_rollback",
    "preview_withdraw",
    "returned_name",
    "rollback",
    "template",
    "trace",
    "traced",
    "watch",
    "withdraw",
]
