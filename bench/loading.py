"""`etl load` of many answers against DuckDB reading and grouping the same file; both are whole commands."""

import tempfile
from pathlib import Path

import duckdb

from bench.timing import run, show

TIMES = 3
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
ANSWERS = """
select
    2024                                                                            as survey_year,
    'F' || lpad(i::varchar, 8, '0')                                                 as form_id,
    'Unit ' || lpad((hash(i) % 90)::varchar, 2, '0')                                as unit,
    ['leaders', 'delegates', 'grassroots', 'enterprises', 'residents'][1 + i % 5]   as "group",
    ['paper', 'online'][1 + i % 2]                                                  as channel,
    'cz4'                                                                           as scale_id,
    ['very_satisfied', 'satisfied', 'basically_satisfied', 'dissatisfied'][1 + (hash(i * 7) % 4)::bigint] as answer
from range({rows}) as numbers(i)
"""
GROUPED = """
import duckdb
duckdb.connect(config={{"threads": 2}}).sql(
    "select survey_year, unit, \\"group\\", channel, answer, count(*) as n from '{file}' group by all"
).fetchall()
"""


def main(rows: int) -> None:
    """Prints rows a second and peak memory of both, for CSV and Parquet."""
    table = []
    with tempfile.TemporaryDirectory() as folder:
        layout = Path(folder, "answers.toml")
        layout.write_text(LAYOUT, encoding="utf-8")
        for ending, options in (("csv", "(header)"), ("parquet", "(compression zstd)")):
            file = Path(folder, f"answers.{ending}")
            with duckdb.connect() as maker:
                maker.sql(f"copy ({ANSWERS.format(rows=rows)}) to '{file}' {options}")
            load = ["-m", "etl", "load", str(file), "--layout", str(layout)]
            bare, bare_memory = sorted(run(["-c", GROUPED.format(file=file)]) for _ in range(TIMES))[TIMES // 2]
            ours, our_memory = sorted(run(load, Path(folder, f"home-{ending}-{n}")) for n in range(TIMES))[TIMES // 2]
            table.append(
                (
                    ending,
                    f"{rows / ours:,.0f}",
                    f"{rows / bare:,.0f}",
                    f"{ours:.2f} s",
                    f"{bare:.2f} s",
                    f"{ours / bare:.1f}",
                    f"{our_memory:,.0f} MB",
                    f"{bare_memory:,.0f} MB",
                )
            )
    show(
        f"Loading {rows:,} answers: etl load against DuckDB reading and grouping the file, commands, middle of {TIMES}",
        ("file", "rows/s", "bare rows/s", "load", "bare", "ratio", "memory", "bare memory"),
        table,
    )
