"""Each question compared with a bare group-by on its rows: on the published build, and with many more answers."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import duckdb

import queries
from bench.aims import Measured
from bench.timing import median_ms, run, show

BARE = "select survey_year, unit_id, answer, sum(n) as n from survey_answer group by all"
# Questions with this parameter need the id of an existing item.
NEEDS_ITEM = "item_id"

LAYOUT = 'dataset = "survey_response"\n[columns]\n' + "\n".join(
    f'{column} = "{column}"'
    for column in ("survey_year", "form_id", "unit_id", "group", "channel", "division_code", "scale_id", "answer")
)
# Answers to the overall item, evenly spread over the demonstration's years, units, groups, channels and divisions.
SPREAD = """
with

wave as (

    select survey_year, any_value(scale_id) as scale_id, list(distinct answer) filter (class = 'valid') as answers
    from build.survey_answer
    group by survey_year

),

told as (

    select
        (select list(struct_pack(survey_year, scale_id, answers) order by survey_year) from wave) as waves,
        list(distinct unit_id)       as units,
        list(distinct "group")       as groups,
        list(distinct channel)       as channels,
        list(distinct division_code) as divisions
    from build.survey_answer

),

form as (

    select i, waves[1 + i % len(waves)] as wave, units, groups, channels, divisions
    from range({rows}) as numbers(i)
    cross join told

)

select
    wave.survey_year,
    'bench' || i                                                      as form_id,
    units[1 + (hash(i * 3) % len(units)::ubigint)::bigint]            as unit_id,
    groups[1 + (hash(i * 5) % len(groups)::ubigint)::bigint]          as "group",
    channels[1 + (hash(i * 7) % len(channels)::ubigint)::bigint]      as channel,
    divisions[1 + (hash(i * 11) % len(divisions)::ubigint)::bigint]   as division_code,
    wave.scale_id,
    wave.answers[1 + (hash(i * 13) % len(wave.answers)::ubigint)::bigint] as answer
from form
"""


def main(times: int) -> Measured:
    """Prints the median time of each question with default parameters on the published build, slowest last."""
    reference, slowest = _table("the published build", times)
    return {"slowest question": slowest / reference, "slowest question, ms": slowest}


def many(rows: int, times: int) -> None:
    """Prints the same on a copy of the warehouse with this many more answers."""
    ours = queries.build_file().parents[1]
    with tempfile.TemporaryDirectory() as name, published_from(Path(name, "home")) as home:
        shutil.copytree(ours, home)
        file, layout = Path(name, "answers.parquet"), Path(name, "answers.toml")
        layout.write_text(LAYOUT, encoding="utf-8")
        with duckdb.connect() as maker:
            maker.execute(f"attach '{home / 'builds' / queries.build_id()}.duckdb' as build (read_only)")
            maker.execute(f"copy ({SPREAD.format(rows=rows)}) to '{file}' (compression zstd)")
        run(["-m", "etl", "load", "--yes", "--layout", str(layout), str(file)], home)
        _table(f"the published build and {rows:,} answers more", times)


@contextmanager
def published_from(home: Path) -> Iterator[Path]:
    """Sets RONGHE_HOME to this folder while the block runs, so that the questions read its build."""
    before = os.environ.get("RONGHE_HOME")
    os.environ["RONGHE_HOME"] = str(home)
    try:
        yield home
    finally:
        os.environ.pop("RONGHE_HOME") if before is None else os.environ.update(RONGHE_HOME=before)


def bare() -> None:
    """The reference query for all questions."""
    with queries.connect() as cursor:
        cursor.sql(BARE).pl()


def _table(of: str, times: int) -> tuple[float, float]:
    """Prints the table; the milliseconds of the reference and of the slowest question."""
    reference = median_ms(bare, times)
    taken = {name: median_ms(partial(queries.ask, name, **_needed(name)), times) for name in queries.NAMES}
    with queries.connect() as cursor:
        ((cells,),) = cursor.execute("select count(*) from survey_answer").fetchall()
    rows = [("(bare group-by)", f"{reference:.1f}", "1.0")]
    rows += [
        (name, f"{ms:.1f}", f"{ms / reference:.1f}") for name, ms in sorted(taken.items(), key=lambda pair: pair[1])
    ]
    show(f"Questions on {of} ({cells:,} cells), median of {times}", ("question", "ms", "ratio"), rows)
    return reference, max(taken.values())


def _needed(name: str) -> dict[str, str]:
    if NEEDS_ITEM not in queries.parameters(name):
        return {}
    items = queries.ask("rectification_items")
    return {NEEDS_ITEM: items["item_id"][0]} if items.height else {}
