"""Public API of etl: load office workbooks into the warehouse and publish builds.

Pages and the command line call these names only.
"""

from etl.api import build, check, history, load, preview, preview_withdraw, withdraw
from etl.contracts import DATASETS
from etl.contracts.dictionary import code_lists
from etl.intake.annotated_return import annotated, returned_name
from etl.reading.sources import ENDINGS
from etl.storage import WarehouseError, heard
from etl.warehouse.corrections import corrections
from etl.warehouse.disclosure import OF_PEOPLE
from etl.warehouse.events import events
from etl.warehouse.load_report import FileReport, Report
from etl.warehouse.originals import cell_places, faults_of, original
from etl.warehouse.revisions import Change
from etl.warehouse.rollback import builds, preview_rollback, rollback
from etl.warehouse.template import template
from etl.warehouse.tracing import Trace, trace, traced
from etl.watch import Taken, watch

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
