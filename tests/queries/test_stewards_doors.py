"""What the stewards' questions tell gives no hidden figure away: they are asked of a city with a hidden unit."""

import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

import etl
import queries
from exhibits import CATALOGUE, Selection
from tests.etl.small_city import ANSWERS, HIDDEN, YEAR, counts, directory, forms, totals
from words import LANGUAGES, say

ITEMS = ["overall", "attitude", "efficiency"]
BEFORE = YEAR - 1


@pytest.fixture(scope="module", autouse=True)
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Counts of one year, answered forms of the year before: all of the city in one file each, but 辛's in its own."""
    folder = tmp_path_factory.mktemp("city")
    others = {unit: of for unit, of in ANSWERS.items() if unit != "T6"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RONGHE_HOME", str(folder / "home"))
        etl.load([
            directory(folder),
            counts(folder, "全市.csv", others), counts(folder, "辛.csv", {"T6": ANSWERS["T6"]}),
            forms(folder, "全市答卷.csv", others, BEFORE, ITEMS),
            forms(folder, "辛答卷.csv", {"T6": ANSWERS["T6"]}, BEFORE, ITEMS),
        ])  # fmt: skip
        yield folder


def rows_sent() -> dict[str, int]:
    return {unit: len(ITEMS) * n for unit, (_, n) in totals(ANSWERS).items()}


def shown(name: str, lang: str = "zh", **chosen: object) -> tuple[pl.DataFrame, str]:
    """An exhibit's frame, and all that is said beside and in its figure."""
    selection, spec = Selection(lang=lang, **chosen), CATALOGUE[name]  # type: ignore[arg-type]
    frames = {
        question: queries.ask(question, **selection.params(queries.parameters(question))) for question in spec.questions
    }
    told = spec.make(frames, selection)
    return told.frame, "\n".join([told.finding, told.subtitle, told.footer, told.alt, str(told.figure)])


def numbers_in(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", text.replace(",", "")))


# --- coverage -------------------------------------------------------------------------------------------------------


def test_coverage_counts_no_rows_of_hidden_units():
    covered = queries.ask("coverage", dataset="survey_response")
    told = dict(covered.select("unit_id", "rows_n").iter_rows())
    assert told == {unit: None if unit in HIDDEN else n for unit, n in rows_sent().items()}
    assert covered.filter("suppressed")["unit_id"].to_list() == [*HIDDEN]
    (one,) = queries.ask("coverage", units=["T6"], dataset="survey_response").to_dicts()
    assert (one["rows_n"], one["few"], one["suppressed"]) == (None, False, True)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("dataset", ["", "survey_response", "survey_count"])
def test_the_map_of_what_has_come_in_gives_no_rows_of_hidden_units_away(dataset, lang):
    frame, said = shown("coverage", lang, dataset=dataset)
    rows = rows_sent()
    every, hidden = sum(rows.values()), [rows[unit] for unit in HIDDEN]
    told = numbers_in(said) | {str(n) for n in frame["rows_n"]}
    assert not told & {str(n) for n in [*hidden, sum(hidden), every]}
    assert str(every - sum(hidden)) in told or dataset == "survey_count"  # the attack reads the numbers that are there
    if dataset == "survey_response":
        assert say("exhibits.coverage.hidden", lang) in said
        assert frame.filter("suppressed")["unit_id"].to_list() == [*HIDDEN]


def test_rows_of_single_persons_are_not_counted_by_unit(demo_home):
    for dataset in ("member_points", "appraisal"):
        covered = queries.ask("coverage", dataset=dataset).filter(pl.col("unit_id") != "")
        assert covered.height and covered["rows_n"].null_count() == covered.height
    few = queries.ask("coverage").filter(pl.col("few"))
    assert few.height and few["rows_n"].null_count() == few.height
    assert queries.ask("coverage")["rows_n"].min() >= 10
