"""A province's answers by Spark Connect and the same answers by a plain load: the same questions, page and slide."""

from collections import Counter
from pathlib import Path

import polars as pl
import pytest

import etl
import queries
from briefing import SUPPORTED
from etl.engines.source_lookup import rows_of_sources
from exhibits import CATALOGUE, Selection
from tests.briefing.read_slides import charts_of, sheet_rows, slides_of
from tests.etl.engines.generated_answers import write, year_of_answers
from tests.etl.unsuppressed_trace import trace_unsuppressed
from tests.etl.workbooks import units

QUESTIONS = [
    *("headline", "satisfaction_trend", "satisfaction_by_group", "satisfaction_by_class", "satisfaction_by_unit"),
    *(
        "satisfaction_by_division",
        "satisfaction_weighted",
        "satisfaction_decomposition",
        "unit_answers",
        "unit_case_mix",
    ),
    *("coverage", "quality_findings", "index_trend", "division_metrics", "filter_options"),
]
EXHIBITS = ["satisfaction_trend", "satisfaction_by_group", "satisfaction_by_unit", "satisfaction_weighted"]
# Of the batch, not of the answers.
OF_THE_BATCH = ("batch_id", "file", "loaded_at", "last_loaded_on")


def answers() -> dict[str, list[dict]]:
    """File → rows: each year's answers several times, under other numbers, so that most figures are not hidden."""
    found: dict[str, list[dict]] = {}
    for year in ("2018", "2019"):
        found[year] = [
            row | {"form_id": row["form_id"] and f"{row['form_id']}~{copy}"}
            for copy in range(3)
            for row in year_of_answers(year, seed=copy)
        ]
    found["corrections"] = [row | {"answer": "满意", "group": "leaders"} for row in found["2019"][100:160:7]]
    return found


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory, spark_address: str) -> dict[str, Path]:
    """The same answers, loaded plainly and by way of Spark."""
    folder = tmp_path_factory.mktemp("province")
    given = answers()
    half = len(given["2018"]) // 2
    for part, rows in enumerate((given["2018"][:half], given["2018"][half:])):
        write(folder / "2018", f"part-{part}.parquet", rows)
    later = [write(folder, f"{name}.parquet", given[name]) for name in ("2019", "corrections")]
    whole = write(folder, "2018.parquet", given["2018"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RONGHE_HOME", str(folder / "plain"))
        etl.load([*units(folder), whole, *later])
        patch.setenv("RONGHE_HOME", str(folder / "spark"))
        etl.load(units(folder))
        sources = [str(path) for path in (folder / "2018", *later)]
        made = etl.aggregate(sources, folder / "cells", "spark", remote=spark_address)
        assert etl.load([folder / "cells"]).exit_code == 1
    assert made["counts"]["superseded"] > 0 and len(made["joined"]) == 2
    return {name: folder / name for name in ("plain", "spark")}


def both(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch, asked) -> list:
    """What is asked in the one home and in the other."""
    found = []
    for home in homes.values():
        monkeypatch.setenv("RONGHE_HOME", str(home))
        found.append(asked())
    return found


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_has_the_same_answer(question, homes, monkeypatch):
    plain, engine = both(homes, monkeypatch, lambda: queries.ask(question))
    left_out = [name for name in OF_THE_BATCH if name in plain.columns]
    assert plain.drop(left_out).sort(pl.all()).equals(engine.drop(left_out).sort(pl.all()))
    if question.startswith("satisfaction_trend"):
        assert plain["valid_n"].sum() > 500


def exhibit(name: str):
    selection = Selection.of([], "zh")
    spec = CATALOGUE[name]
    frames = {one: queries.ask(one, **selection.params(queries.parameters(one))) for one in spec.questions}
    return spec.make(frames, selection)


@pytest.mark.parametrize("name", EXHIBITS)
def test_a_page_and_a_slide_show_the_same(name, homes, monkeypatch):
    plain, engine = both(homes, monkeypatch, lambda: exhibit(name))
    assert (plain.finding, plain.subtitle, plain.alt) == (engine.finding, engine.subtitle, engine.alt)
    assert plain.frame.height > 0 and plain.frame.equals(engine.frame)
    assert name in SUPPORTED
    numbers = [[sheet_rows(chart) for chart in charts_of(slides_of(one))] for one in (plain, engine)]
    assert numbers[0] and numbers[0] == numbers[1]


def test_a_row_is_looked_up_in_spark(homes, spark_address, monkeypatch):
    monkeypatch.setenv("RONGHE_HOME", str(homes["spark"]))
    found = trace_unsuppressed("survey", year=2019, units=["C"], item="overall")
    rows = rows_of_sources(found, limit=10_000, remote=spark_address)
    assert rows.height == found.rows_n > 100
    assert set(rows["file"]) == {"2019.parquet", "corrections.parquet"}
    monkeypatch.setenv("RONGHE_HOME", str(homes["plain"]))
    plain = trace_unsuppressed("survey", year=2019, units=["C"], item="overall").rows
    told = ["survey_year", "item", "scale_id", "answer"]
    assert Counter(rows.select(told).rows()) == Counter(plain.select(told).rows())
