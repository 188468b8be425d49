"""Which rows were rejected, why, and what can be done about them?"""

import polars as pl

from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from words import LANGUAGES, say


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("rejected_rows", frames, selection, "batches", ())
    faults = frames["rejected_rows"]
    if faults.is_empty():
        return setting.nothing(faults, setting.say("measure.rejected"), "table", "no_rejected")
    rows = faults.filter(~pl.col("blanked")).select("batch_id", "source_sheet", "source_row").n_unique()
    cells = int(faults["blanked"].sum())
    faults = faults.with_columns(
        pl.col(f"message_{lang}").fill_null(pl.Series([not_told(row, lang) for row in faults.iter_rows(named=True)]))
        for lang in LANGUAGES
    )
    faults = faults.with_columns(message=pl.col(f"message_{setting.lang}"))
    return setting.exhibit(
        faults,
        None,
        finding(setting, rows, cells, faults["file"].n_unique()),
        measure=setting.say("measure.rejected"),
        kind="table",
        n=rows,
    )


def finding(setting: Setting, rows: int, cells: int, files: int) -> str:
    """The number of rejected rows, of cells left out of accepted rows, and of the files they come from."""
    said = [setting.say("title.rejected_rows", count=rows)]
    said += [setting.say("title.blanked_cells", count=cells)] if cells else []
    said += [setting.say("title.files", count=files)]
    return title(said, setting.lang)


def not_told(fault: dict, lang: str) -> str:
    """The sentence for a fault whose number is suppressed: the position of the cell, and where to look."""
    sheet = f" › {fault['source_sheet']}" if fault["source_sheet"] else ""
    where = {"sheet": sheet, "column": fault["header"] or fault["column"] or ""}
    return say("exhibits.rejected_not_shown", lang, **fault | where)


SPEC = ExhibitSpec("rejected_rows", ("rejected_rows", *ASKED), make)
