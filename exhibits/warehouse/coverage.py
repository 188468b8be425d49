"""Which data have arrived and which are missing: every dataset by year, or the units of one dataset by year?"""

import polars as pl

from charts.heatmap import heat
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.phrasing import count
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting, year_span
from words import label

DIRECTORY = ("unit", "unit_lineage")  # valid for all years, so not shown by year
FACTS = ("year", "rows_n", "units_n", "latest_on", "few", "suppressed", "share")


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("coverage", frames, selection, "checks", OF_UNITS)
    covered = frames["coverage"]
    measure = setting.say("measure.coverage")
    if selection.dataset:
        measure = setting.say("measure.coverage_of", dataset=label("dataset", selection.dataset, setting.lang))
    if covered.is_empty():
        return setting.nothing(covered, measure, "table", "no_coverage")
    years = year_span(covered)
    assert years is not None
    cells = units_by_year(covered) if selection.dataset else datasets_by_year(covered, frames["contract_columns"])
    cells = gaps_first(every_year(cells, years), years[1])
    named = {"subject": "unit_id", "name": "unit"} if selection.dataset else {"subject": "dataset"}
    return setting.exhibit(
        cells.select(*(["subject", "name"] if selection.dataset else ["subject"]), *FACTS).rename(named),
        heat(readied(cells, setting), setting.palette, gap=setting.say("coverage.gap"), stamp=setting.stamp),
        finding(setting, cells, years),
        measure=measure,
        kind="heat",
        unit=setting.say("unit_name.rows" if selection.dataset else "unit_name.units"),
        n=int(covered["rows_n"].sum()),
        n_of="rows",
        years=years,
        notes=[setting.say("coverage.note_unit" if selection.dataset else "coverage.note")],
    )


def datasets_by_year(covered: pl.DataFrame, contracts: pl.DataFrame) -> pl.DataFrame:
    """subject (dataset), name, year, rows_n, units_n, latest_on, few, suppressed, share; a dataset that never arrived
    has a null year. rows_n: rows of the units whose counts are not suppressed; suppressed: other units exist."""
    untold = pl.col("few") | pl.col("suppressed")
    by_year = covered.group_by("dataset", "year").agg(
        pl.col("rows_n").sum(),
        pl.col("unit_id").n_unique().alias("units_n"),
        pl.col("latest_on").max(),
        few=pl.lit(False),
        suppressed=untold.any(),
    )
    datasets = contracts.select("dataset").unique(maintain_order=True)
    datasets = datasets.filter(~pl.col("dataset").is_in(DIRECTORY))
    most = pl.col("units_n").max().over("dataset")
    return datasets.join(by_year, on="dataset", how="left", maintain_order="left").select(
        *("year", "rows_n", "units_n", "latest_on", "few", "suppressed"),
        subject="dataset",
        name="dataset",
        share=pl.col("units_n") / most,
    )


def units_by_year(covered: pl.DataFrame) -> pl.DataFrame:
    """subject (unit), name, year, rows_n, latest_on, few, suppressed, share (of the unit's largest yearly rows_n; 0
    where rows_n is suppressed)."""
    most = pl.col("rows_n").max().over("unit_id")
    return covered.select(
        *("year", "rows_n"),
        pl.lit(1, dtype=pl.UInt32).alias("units_n"),
        *("latest_on", "few", "suppressed"),
        subject="unit_id",
        name="unit",
        share=(pl.col("rows_n") / most).fill_null(0),
    )


def every_year(cells: pl.DataFrame, years: tuple[int, int]) -> pl.DataFrame:
    """Every subject with every year from the first to the last; units_n is 0 for missing data."""
    subjects = cells.select("subject", "name").unique("subject", maintain_order=True)
    each_year = pl.DataFrame({"year": list(range(years[0], years[1] + 1))}, schema={"year": pl.Int32})
    there = cells.drop("name").drop_nulls("year")
    return (
        subjects.join(each_year, how="cross", maintain_order="left_right")
        .join(there, on=["subject", "year"], how="left", maintain_order="left")
        .with_columns(pl.col("units_n").fill_null(0), pl.col("few", "suppressed").fill_null(False))
    )


def gaps_first(cells: pl.DataFrame, last: int) -> pl.DataFrame:
    """Subjects without data in the last year come first; subjects without any data come last."""
    there = pl.col("units_n") > 0
    never, lacking = ~there.any().over("subject"), ~(there & (pl.col("year") == last)).any().over("subject")
    return cells.sort(never, ~lacking, "subject", "year")


def readied(cells: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The cells with the columns of `charts.heatmap`; the name of a row includes the date of its latest data."""
    lang, of_units = setting.lang, bool(setting.selection.dataset)
    latest = dict(cells.group_by("subject").agg(pl.col("latest_on").max()).iter_rows())
    names, marks, hover = [], [], []
    for row in cells.iter_rows(named=True):
        name = row["name"] if of_units else label("dataset", row["subject"], lang)
        name = name or setting.say("coverage.city")
        day = latest[row["subject"]]
        names.append(setting.say("coverage.until", name=name, day=day) if day else name)
        rows, units = rows_told(row, setting), count(row["units_n"])
        marks.append((rows if of_units else units) if row["units_n"] else "")
        facts = {"name": name, "year": row["year"], "rows": rows, "units": units}
        hover.append(setting.say("coverage.hover_unit" if of_units else "coverage.hover", **facts))
    return cells.with_columns(
        name=pl.Series(names, dtype=pl.String),
        mark=pl.Series(marks, dtype=pl.String),
        hover=pl.Series(hover, dtype=pl.String),
    )


def rows_told(row: dict, setting: Setting) -> str:
    """The number of rows of a cell as text; a lower limit where some units of a dataset are suppressed."""
    if row["few"]:
        return setting.say("coverage.few")
    if row["suppressed"]:
        return (
            setting.say("coverage.at_least", n=count(row["rows_n"]))
            if row["rows_n"]
            else setting.say("coverage.hidden")
        )
    return count(row["rows_n"] or 0)


def finding(setting: Setting, cells: pl.DataFrame, years: tuple[int, int]) -> str:
    """How many subjects have data in the last year, and how many gaps lie between the first and the last year of
    each."""
    there = pl.col("units_n") > 0
    subjects = cells["subject"].n_unique()
    now = cells.filter(there & (pl.col("year") == years[1]))["subject"].n_unique()
    spans = cells.filter(there).group_by("subject").agg(since=pl.col("year").min(), until=pl.col("year").max())
    inside = (pl.col("year") > pl.col("since")) & (pl.col("year") < pl.col("until"))
    gaps = cells.join(spans, on="subject").filter(inside & ~there).height
    kind = "units" if setting.selection.dataset else "datasets"
    clauses = [setting.say(f"title.coverage_{kind}", year=years[1], now=now, all=subjects)]
    return title([*clauses, setting.say("title.gaps", count=gaps)] if gaps else clauses, setting.lang)


SPEC = ExhibitSpec("coverage", ("coverage", "contract_columns", *ASKED), make)
