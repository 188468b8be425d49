"""Public API of etl: load office workbooks into the warehouse and publish builds.

Pages call these names only.
"""

from etl.api import build, check, history, load, preview, preview_withdraw, withdraw
from etl.contracts import DATASETS
from etl.contracts.dictionary import code_lists, columns, required_columns
from etl.engines.run import aggregate
from etl.intake.annotated_return import annotated_return, annotated_return_name
from etl.intake.proposed_layout import Proposal
from etl.province import build_from
from etl.reading.file_formats import FILE_EXTENSIONS
from etl.storage import WarehouseError, progress_listener
from etl.warehouse.corrections import corrections
from etl.warehouse.disclosure import PERSONAL_DATASETS
from etl.warehouse.events import events
from etl.warehouse.layout_store import codes, propose_layout, save_layout, try_layout
from etl.warehouse.load_report import FileReport, Report
from etl.warehouse.noted_events import event_codes, note_event, noted_events, withdraw_event
from etl.warehouse.originals import batch_faults, cells_of_row, original_workbook
from etl.warehouse.revisions import Change
from etl.warehouse.rollback import builds, preview_rollback, rollback
from etl.warehouse.template import template
from etl.warehouse.tracing import Trace, trace
from etl.watch import ProcessedFile, inbox, watch

__all__ = [
    "DATASETS",
    "FILE_EXTENSIONS",
    "PERSONAL_DATASETS",
    "Change",
    "FileReport",
    "ProcessedFile",
    "Proposal",
    "Report",
    "Trace",
    "WarehouseError",
    "aggregate",
    "annotated_return",
    "annotated_return_name",
    "batch_faults",
    "build",
    "build_from",
    "builds",
    "cells_of_row",
    "check",
    "code_lists",
    "codes",
    "columns",
    "corrections",
    "event_codes",
    "events",
    "history",
    "inbox",
    "load",
    "note_event",
    "noted_events",
    "original_workbook",
    "preview",
    "preview_rollback",
    "preview_withdraw",
    "progress_listener",
    "propose_layout",
    "required_columns",
    "rollback",
    "save_layout",
    "template",
    "trace",
    "try_layout",
    "watch",
    "withdraw",
    "withdraw_event",
]
