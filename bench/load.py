"""`etl load` of many answers compared with DuckDB reading and grouping the same file, and of a workbook compared with
fastexcel reading it. Each time is of a whole command."""

import random
import tempfile
from pathlib import Path

import duckdb
import xlsxwriter

from bench.timing import Run, middle, run, show
from etl.storage import THREADS

WORKBOOK_ROWS = 100_000
LAYOUT = """
dataset  = "survey_response"
register = ["unit"]
[columns]
survey_year = "survey_year"
form_id = "form_id"
unit_id = "unit"
group = "group"
channel = "channel"
scale_id = "scale_id"
answer = "answer"
"""
GROUPS = ("leaders", "delegates", "grassroots", "enterprises", "residents")
LEVELS = ("very_satisfied", "satisfied", "basically_satisfied", "dissatisfied")
ANSWERS = f"""
select
    2024                                                            as survey_year,
    'F' || lpad(i::varchar, 9, '0')                                 as form_id,
    'Unit ' || lpad((hash(i) % 90)::varchar, 2, '0')                as unit,
    {list(GROUPS)}[1 + i % {len(GROUPS)}]                           as "group",
    ['paper', 'online'][1 + i % 2]                                  as channel,
    'cz4'                                                           as scale_id,
    {list(LEVELS)}[1 + (hash(i * 7) % {len(LEVELS)})::bigint]       as answer
from range({{first}}, {{end}}) as numbers(i)
"""
# With the threads of the product's connections, so that the ratio is the same on machines with more cores.
GROUPED = f"""
import duckdb
duckdb.connect(config={{{{"threads": {THREADS}}}}}).sql(
    "select survey_year, unit, \\"group\\", channel, answer, count(*) as n from '{{file}}' group by all"
).fetchall()
"""
READ = "import fastexcel; fastexcel.read_excel({file!r}).load_sheet(0).to_polars()"
HEADER = ("file", "rows/s", "bare rows/s", "load", "bare", "ratio", "cpu ratio", "memory", "bare memory")


def main(rows: int, times: int) -> None:
    """Prints rows per second and peak memory of both commands, for CSV and Parquet."""
    table = []
    with tempfile.TemporaryDirectory() as folder:
        layout = layout_in(Path(folder))
        for ending in ("csv", "parquet"):
            file = answers(Path(folder, f"answers.{ending}"), 0, rows)
            load = ["-m", "etl", "load", str(file), "--layout", str(layout)]
            table.append(_compared(ending, rows, load, ["-c", GROUPED.format(file=file)], Path(folder), times))
    show(
        f"Loading {rows:,} answers: etl load against DuckDB reading and grouping the file, commands, middle of {times}",
        HEADER,
        table,
    )


def workbook(rows: int, times: int) -> None:
    """Prints the same for a workbook; a directory of its units is loaded with it."""
    with tempfile.TemporaryDirectory() as folder:
        units, file = units_in(Path(folder)), _workbook(Path(folder, "answers.xlsx"), rows)
        load = ["-m", "etl", "load", str(units), str(file)]
        table = [_compared("xlsx", rows, load, ["-c", READ.format(file=str(file))], Path(folder), times)]
    show(
        f"Loading a workbook of {rows:,} rows: etl load against fastexcel reading it, commands, middle of {times}",
        HEADER,
        table,
    )


def layout_in(folder: Path) -> Path:
    """Writes the layout file of `answers`; returns its path."""
    layout = folder / "answers.toml"
    layout.write_text(LAYOUT, encoding="utf-8")
    return layout


def answers(file: Path, first: int, end: int) -> Path:
    """Writes a CSV or Parquet file with the answers of the forms from `first` to before `end`; returns its path."""
    options = "(header)" if file.suffix == ".csv" else "(compression zstd)"
    with duckdb.connect() as maker:
        maker.sql(f"copy ({ANSWERS.format(first=first, end=end)}) to '{file}' {options}")
    return file


def _compared(name: str, rows: int, load: list[str], bare: list[str], folder: Path, times: int) -> tuple[str, ...]:
    reference: Run = middle(times, lambda _: run(bare))
    ours: Run = middle(times, lambda number: run(load, folder / f"home-{name}-{number}"))
    return (
        name,
        f"{rows / ours.seconds:,.0f}",
        f"{rows / reference.seconds:,.0f}",
        f"{ours.seconds:.2f} s",
        f"{reference.seconds:.2f} s",
        f"{ours.seconds / reference.seconds:.1f}",
        f"{ours.processor_seconds / reference.processor_seconds:.1f}",
        f"{ours.memory:,.0f} MB",
        f"{reference.memory:,.0f} MB",
    )


def units_in(folder: Path) -> Path:
    """Writes a directory of a hundred units; returns its path."""
    file = folder / "units.csv"
    lines = ["unit_id,unit", *(f"U{at:02},Unit {at:02}" for at in range(100))]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def _workbook(file: Path, rows: int) -> Path:
    """Writes answered forms as an office exports them: a title, the header, one row per form. Returns the path."""
    pick = random.Random(1).choice
    with xlsxwriter.Workbook(str(file), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("答卷")
        sheet.write_row(0, 0, ["2024年满意度答卷"])
        sheet.write_row(1, 0, ["survey_year", "form_id", "unit_id", "item", "group", "channel", "scale_id", "answer"])
        for at in range(rows):
            unit, group, answer = f"Unit {at % 90:02}", pick(GROUPS), pick(LEVELS)
            sheet.write_row(at + 2, 0, [2024, f"F{at:07}", unit, "overall", group, "paper", "cz4", answer])
    return file
