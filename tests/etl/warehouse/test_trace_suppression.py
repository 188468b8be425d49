"""A trace gives no small figure away: what it counts cannot be added up to one, what it lists cannot be cut to one."""

import itertools
import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import etl
from tests.etl.small_city import ANSWERS, HIDDEN, YEAR, counts, directory, forms, totals
from tests.etl.unsuppressed_trace import trace_unsuppressed
from tests.etl.warehouse.test_nothing_lost import command
from tests.etl.workbooks import sent

ITEMS = ["overall", "attitude"]
BEFORE = YEAR - 1
# The year before: 甲 by itself, 乙 in two files of which the second has few, the others together.
FILES = {
    "甲.csv": ["T1"],
    "乙一.csv": ["T2"],
    "其他.csv": ["T3", "T4", "T5", "T6"],
}
LATE = {"T2": {"leaders": (3, 1)}}


@pytest.fixture(scope="module", autouse=True)
def city(tmp_path_factory):
    folder = tmp_path_factory.mktemp("city")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RONGHE_HOME", str(folder / "home"))
        split = [forms(folder, name, {unit: ANSWERS[unit] for unit in of}, BEFORE, ITEMS) for name, of in FILES.items()]
        late = folder / "迟报.csv"
        late.write_text(forms(folder, "临时.csv", LATE, BEFORE, ITEMS).read_text().replace("T2-leaders-", "late-"))
        etl.load([directory(folder), counts(folder, "全市.csv", ANSWERS), *split, late])
        yield folder


# --- what is counted ------------------------------------------------------------------------------------------------

CHOICES = [
    {"year": year} | ({"units": list(units)} if units else {}) | more
    for year in (BEFORE, YEAR)
    for size in range(len(ANSWERS) + 1)
    for units in itertools.combinations(ANSWERS, size)
    for more in ({"headline": True}, {})
]


def equations(trace, year: int) -> list[tuple[dict[tuple[str, str], int], int]]:
    """What is counted of a choice: (file, unit) → how often it is in the sum, and the sum. trace: found or traced."""
    heard = []
    for chosen in (choice for choice in CHOICES if choice["year"] == year and "headline" in choice):
        told = trace("survey", 1, **chosen)
        units = chosen.get("units", [*ANSWERS])
        files = told.files["file"].to_list()
        if told.n is not None:
            heard.append(({(file, unit): 1 for file in files for unit in units}, told.n))
        for file, rows_n in told.files.select("file", "rows_n").iter_rows():
            if rows_n is not None:
                heard.append(({(file, unit): 1 for unit in units}, rows_n))
    return heard


def derivable(heard: list, targets: list[dict[tuple[str, str], int]]) -> list[dict]:
    """The sums of cells that follow from what was heard, as sums and differences of it."""
    cells = sorted({cell for sums, _ in heard for cell in sums} | {cell for target in targets for cell in target})
    known = np.array([[sums.get(cell, 0) for cell in cells] for sums, _ in heard] or [[0] * len(cells)])
    rank = np.linalg.matrix_rank(known)
    return [
        target
        for target in targets
        if np.linalg.matrix_rank(np.vstack([known, [target.get(cell, 0) for cell in cells]])) == rank
    ]


def small_sums(year: int) -> list[dict[tuple[str, str], int]]:
    """Hidden units, whole and by file, and the few answers that 乙 sent late."""
    files = [*FILES, "迟报.csv"] if year == BEFORE else ["全市.csv"]
    whole = [{(file, unit): 1 for file in files} for unit in HIDDEN]
    return whole + ([{("迟报.csv", "T2"): 1}, {("其他.csv", "T6"): 1}] if year == BEFORE else [])


@pytest.mark.parametrize("year", [BEFORE, YEAR])
def test_no_small_figure_follows_from_what_is_counted(year):
    heard = equations(etl.trace, year)
    assert len(heard) > 10
    assert derivable(heard, small_sums(year)) == []
    assert len(derivable(equations(trace_unsuppressed, year), small_sums(year))) == len(
        small_sums(year)
    )  # the attack can succeed


def test_figures_that_are_shown_are_counted_by_file():
    whole = etl.trace("survey", year=YEAR, headline=True)
    assert (whole.n, whole.withheld) == (sum(n for _, n in totals(ANSWERS).values()), "rows")
    assert whole.files.select("file", "sheets").rows() == [("全市.csv", [""])]
    one = etl.trace("survey", year=YEAR, units=["测试甲局"], headline=True)
    assert (one.n, one.rows_n) == (totals(ANSWERS)["T1"][1], 4)


@pytest.mark.parametrize("unit", HIDDEN)
def test_of_a_hidden_unit_only_files_and_sheets_are_told(unit):
    for year, file in ((YEAR, "全市.csv"), (BEFORE, "其他.csv")):
        told = etl.trace("survey", year=year, units=[unit])
        assert told.files["file"].to_list() == [file]
        assert (told.rows.height, told.rows_n, told.n, told.withheld) == (0, None, None, "small")


def test_hidden_units_taken_together_with_others_are_not_counted_either():
    assert etl.trace("survey", year=YEAR, units=["T1", "T6"]).n is None
    assert etl.trace("survey", year=YEAR, unit_class=["service_heavy"]).n == sum(n for _, n in totals(ANSWERS).values())


def test_a_hidden_year_hides_the_span_that_it_is_in():
    assert etl.trace("survey", year_from=BEFORE, year_to=YEAR, units=["T5"]).n is None


def test_few_answers_of_one_file_are_not_told_beside_the_others():
    assert etl.trace("survey", year=BEFORE, units=["T2"]).withheld == "small"
    files = trace_unsuppressed("survey", year=BEFORE, units=["T2"]).files
    assert files["file"].to_list() == ["乙一.csv", "迟报.csv"]
    for batch in files["batch_id"]:
        assert etl.trace("survey", year=BEFORE, units=["T2"], batch_id=batch).n is None


# --- what is listed -------------------------------------------------------------------------------------------------


def test_rows_of_a_sheet_without_hidden_units_are_listed_without_what_cuts_them_finer():
    told = etl.trace("survey", year=BEFORE, units=["T1"], headline=True)
    assert (told.rows.height, told.n, told.withheld) == (338, 338, "")
    assert told.rows.columns == [
        *("batch_id", "file", "source_sheet", "source_row", "survey_year", "item", "scale_id", "answer"),
    ]  # fmt: skip


def test_rows_are_not_listed_where_their_places_leave_a_gap_as_long_as_a_hidden_unit():
    told = etl.trace("survey", year=BEFORE, units=["T3", "T4"], headline=True)
    assert (told.rows.height, told.n, told.withheld) == (0, 386 + 406, "rows")
    rows = trace_unsuppressed("survey", year=BEFORE, units=["T3", "T4", "T5"], headline=True).rows["source_row"]
    gaps = rows.sort().diff().drop_nulls()
    assert gaps.max() <= len(ITEMS)  # with 丁, 庚 and their neighbours listed, 辛 would be all that is left


@pytest.mark.parametrize(
    "filters",
    [{"answer": "dissatisfied"}, {"channel": "paper"}, {"wave": str(YEAR)}, {"division_code": "320602"},
     {"form_id": "T6-leaders-0"}, {"n": 3}, {"source_row": 17}, {"source_sheet": ""}, {"scale_id": "cz4"}],
    ids=lambda filters: next(iter(filters)),
)  # fmt: skip
def test_a_survey_is_not_traced_by_what_cuts_out_single_answers(filters):
    dataset = "survey_count" if "n" in filters else "survey_response"
    with pytest.raises(etl.WarehouseError) as refused:
        etl.trace(dataset, units=["T6"], **filters)
    assert refused.value.zh.startswith(f"“{dataset}”不能按“{next(iter(filters))}”追溯：")
    assert "打开报送的工作簿" in refused.value.zh


@pytest.mark.parametrize("unit", ["T1", "T6"])
def test_by_groups_only_files_and_sheets_are_told(unit):
    told = etl.trace("survey", year=BEFORE, units=[unit], groups=["leaders"])
    assert told.files.height and told.files["rows_n"].null_count() == told.files.height
    assert (told.rows.height, told.n, told.withheld) == (0, None, "groups")


def test_the_command_prints_no_number_of_a_hidden_unit(city):
    said = command(city / "home", "trace", "survey", "--set", "unit=T6", "--set", f"year={BEFORE}")
    assert said.stdout.splitlines()[0].startswith("其他.csv")
    assert "fewer than 10 valid answers" in said.stdout
    assert "rows from" not in said.stdout and len(said.stdout.splitlines()) == 3
    listed = command(city / "home", "trace", "survey", "--set", "unit=T6", "--json").stdout
    assert [sorted(each) for each in json.loads(listed)] == [["batch_id", "file", "source_sheet"]] * 2
    shown = command(city / "home", "trace", "survey", "--set", "unit=T1", "--set", f"year={BEFORE}", "--limit", "2")
    assert [line.split("  ")[0] for line in shown.stdout.splitlines()[:2]] == ["甲.csv", "甲.csv"]


# --- persons, ratings, callbacks ------------------------------------------------------------------------------------


@pytest.fixture
def persons(fresh_home, tmp_path) -> Path:
    scores = [[YEAR, "pioneer", "member", f"m{at}", "T1", 71.5 + at] for at in range(4)]
    scores += [[YEAR, "fortress", "branch", f"b{at}", "T1", 80 + at] for at in range(3)]
    ratings = [[f"{YEAR}-03-01", "T1", answer, n] for answer, n in (("very_satisfied", 41), ("dissatisfied", 3))]
    calls = [
        [f"{YEAR}-03-01", f"{YEAR}-03-31", unit, "all", measure, value]
        for unit, of in (("T1", (57, 4, 3)), ("", (5700, 411, 402)))
        for measure, value in zip(("received", "valid_callbacks", "satisfied"), of, strict=True)
    ]
    period = ["period_from", "period_to", "unit_id", "channel", "measure", "value"]
    etl.load([
        directory(tmp_path),
        sent(tmp_path, "得分.csv",
             [["survey_year", "index", "subject_grain", "subject_id", "unit_id", "score"], *scores]),
        sent(tmp_path, "评价.csv", [["month", "unit_id", "answer", "n"], *ratings]),
        sent(tmp_path, "热线.csv", [period, *calls]),
    ])  # fmt: skip
    return tmp_path


def test_members_are_neither_listed_nor_counted_and_branches_are(persons):
    told = etl.trace("index_score", year=YEAR)
    assert told.rows["subject_id"].to_list() == ["b0", "b1", "b2"]
    assert (told.rows_n, told.n) == (None, None)
    assert told.files["file"].to_list() == ["得分.csv"]
    of_members = etl.trace("index_score", index="pioneer")
    assert (of_members.rows.height, of_members.rows_n, of_members.files.height) == (0, None, 1)
    assert etl.trace("index_score", subject_id="m1").files.is_empty()
    assert (etl.trace("index_score", index="fortress").n, trace_unsuppressed("index_score", index="pioneer").n) == (
        3,
        4,
    )


def test_ratings_and_callbacks_of_units_are_listed_without_their_numbers(persons):
    assert "n" not in etl.trace("service_rating").rows.columns
    rows = etl.trace("hotline").rows
    told = {(unit, measure): value for unit, measure, value in rows.select("unit_id", "measure", "value").iter_rows()}
    assert told[("T1", "received")] == 57 and told[(None, "satisfied")] == 402
    assert told[("T1", "valid_callbacks")] is None and told[("T1", "satisfied")] is None
    for dataset, filters in (("service_rating", {"n": 3}), ("hotline", {"value": 4})):
        with pytest.raises(etl.WarehouseError):
            etl.trace(dataset, **filters)


@pytest.mark.parametrize("dataset", ["member_points", "appraisal"])
def test_rows_of_persons_are_never_listed_nor_counted(dataset, demo_home):
    told = etl.trace(dataset, year=2024)
    assert told.files.height and told.files["sheets"].list.len().min() > 0
    assert (told.rows.height, told.rows_n, told.n, told.withheld) == (0, None, None, "persons")
    assert trace_unsuppressed(dataset, year=2024).rows.height > 0
    with pytest.raises(etl.WarehouseError):
        etl.trace(dataset, source_row=2)


def test_ledgers_are_listed_as_ever(demo_home):
    told = etl.trace("rectification_item", 5, year=2024)
    assert told.rows.height == 5 and told.rows_n == trace_unsuppressed("rectification_item", 5, year=2024).rows_n
    assert isinstance(told.rows["found_on"][0], date)


def test_an_opinion_is_listed_without_who_and_where(demo_home):
    told = etl.trace("opinion", 3, year=2024)
    assert not {"unit_id", "group", "channel"} & set(told.rows.columns)
    assert "theme" in told.rows.columns
