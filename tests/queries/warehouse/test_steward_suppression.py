"""What the stewards' questions tell gives no hidden figure away: they are asked of a city with a hidden unit."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest

import etl
import queries
from exhibits import CATALOGUE, Selection
from exhibits.setting import ASKED
from exhibits.warehouse.quality_findings import sentence
from tests.etl.small_city import ANSWERS, HIDDEN, YEAR, counts, directory, forms, totals
from tests.etl.workbooks import COUNT_COLUMNS, ITEM_COLUMNS, sent
from words import LANGUAGES, say

ITEMS = ["overall", "attitude", "efficiency", "openness", "integrity"]
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
    selection, spec = Selection(lang=lang, **chosen), CATALOGUE[name]
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


# --- files ----------------------------------------------------------------------------------------------------------


def test_a_file_that_holds_only_one_of_the_hidden_units_is_not_counted():
    batches = {row["file"]: row for row in queries.ask("loaded_batches").iter_rows(named=True)}
    for file in ("全市.csv", "辛.csv", "全市答卷.csv", "辛答卷.csv"):  # less what is shown, either would be hidden
        assert (batches[file]["rows_read"], batches[file]["accepted"], batches[file]["suppressed"]) == (
            None,
            None,
            True,
        )
        assert (batches[file]["rejected"], batches[file]["skipped"]) == (0, 0)
    assert batches["单位.csv"]["accepted"] == len(ANSWERS)
    _, said = shown("loaded_batches")
    assert not numbers_in(said) & {str(sum(rows_sent().values())), str(rows_sent()["T6"]), "24"}


def test_the_history_of_the_warehouse_tells_the_same():
    asked = queries.ask("loaded_batches")
    told = {row["batch_id"]: (row["rows_read"], row["accepted"]) for row in etl.history()}
    assert told == {batch: (read, accepted) for batch, read, accepted in asked.select(
        "batch_id", "rows_read", "accepted").iter_rows()}  # fmt: skip
    assert {row["rows"] for row in etl.history()} == {None, len(ANSWERS)}


def test_files_of_a_whole_wave_are_counted(demo_home):
    """They hold all that is hidden of their year: their number less what is shown is the sum of all that is hidden."""
    batches = queries.ask("loaded_batches").filter(pl.col("dataset") == "survey_response", pl.col("live"))
    assert batches["suppressed"].to_list() == [False] * batches.height
    assert {row["batch_id"]: row["accepted"] for row in etl.history()} == dict(
        queries.ask("loaded_batches").select("batch_id", "accepted").iter_rows()
    )


# --- findings -------------------------------------------------------------------------------------------------------

FINDINGS = [
    # check, dataset, unit, period, subject, given, expected → what is told of the two
    ("rate_jump", "survey_answer", "T6", str(YEAR), None, 0.7143, 0.8333, "nothing"),
    ("rate_jump", "survey_answer", "T5", str(YEAR + 1), None, 0.7143, 0.8333, "nothing"),
    ("rate_jump", "survey_answer", "T1", str(YEAR), None, 0.9112, 0.7312, "both"),
    ("perfect_rate_few_forms", "survey_answer", "T1", str(YEAR), None, 13.0, 30.0, "both"),
    ("perfect_rate_few_forms", "survey_answer", "T1", f"{YEAR} 第一季度", None, 13.0, 30.0, "expected"),
    ("perfect_rate_few_forms", "survey_answer", "T1", f"{YEAR} 第二季度", None, 7.0, 30.0, "nothing"),
    ("perfect_rate_few_forms", "survey_answer", "T6", str(YEAR), None, 13.0, 30.0, "nothing"),
    ("low_valid_rate", "survey_form", "T5", str(YEAR), None, 0.6161, 0.8, "nothing"),
    ("review_differs", "conduct_score", "T6", str(YEAR), "conduct_part.public_review", 71.4, 66.6, "nothing"),
    ("forms_do_not_add_up", "survey_count", "T1", str(YEAR), "group.leaders · channel.paper · item.overall", 6.0, 5.0,
     "neither"),
    ("index_differs", "index_score", "T1", str(YEAR), "index.pioneer · m1", 81.25, 88.75, "neither"),
    ("index_differs", "index_score", "T1", str(YEAR), "index.fortress · b1", 82.25, 89.75, "both"),
    ("base_above_rule", "member_points", "T1", str(YEAR), "m1", 81.5, 60.0, "neither"),
    ("rule_set_unknown", "member_points", None, str(YEAR), "index.pioneer · 2031", 3.0, 0.0, "expected"),
    ("appraisal_ballots", "appraisal", "T1", str(YEAR), "书记", 41.0, 47.0, "neither"),
    ("channels_do_not_sum", "hotline", "T1", str(YEAR), "hotline_measure.satisfied", 4.0, 5.0, "neither"),
    ("channels_do_not_sum", "hotline", "T1", str(YEAR), "hotline_measure.received", 4.0, 5.0, "both"),
    ("superseded_rows", "survey_count", None, None, "一.csv", 3.0, 4711.0, "neither"),
    ("superseded_rows", "programme_project", None, None, "二.csv", 3.0, 4712.0, "both"),
]  # fmt: skip


@pytest.fixture(scope="module")
def with_findings(city: Path) -> Path:
    """The same build with every kind of finding, and scores of members that were given and computed."""
    build = city / "findings.duckdb"
    shutil.copy(queries.build_file(), build)
    columns = ("check", "dataset", "current_unit_id", "period", "subject", "given", "expected")
    rows = [dict(zip(columns, row[:-1], strict=True)) | {"severity": "note", "unit_id": row[2]} for row in FINDINGS]
    scores = [
        {"year": YEAR, "index": index, "subject_grain": grain, "subject_id": f"{index}{at}", "unit_id": "T1",
         "current_unit_id": "T1", "given": 80.0, "computed": 83.5 if at < differing else 80.0}
        for index, grain, n, differing in (
            ("pioneer", "member", 57, 3), ("conduct", "member", 40, 12), ("brand", "member", 7, 0),
            ("fortress", "branch", 6, 2),
        )
        for at in range(n)
    ]  # fmt: skip
    with duckdb.connect(str(build)) as connection:
        for table, given in (("quality_finding", pl.DataFrame(rows, infer_schema_length=None)),
                             ("index_reconciled", pl.DataFrame(scores))):  # fmt: skip
            connection.register("given", given.to_arrow())
            connection.execute(f"delete from {table}")
            connection.execute(f"insert into {table} by name select * from given")
    return build


def test_findings_tell_no_small_number_and_nothing_of_a_hidden_rate(with_findings):
    told = queries.ask("quality_findings", build=with_findings)
    expected = {
        (check, unit, period, subject): {"both": (given, limit), "neither": (None, None), "expected": (None, limit)}[
            how
        ]
        for check, _, unit, period, subject, given, limit, how in FINDINGS
        if how != "nothing"
    }
    keys = ("check", "unit_id", "period", "subject", "given", "expected")
    found = {row[:4]: row[4:] for row in told.select(keys).iter_rows()}
    assert found == expected
    suppressed = dict(zip(found, told["suppressed"], strict=True))
    assert all(suppressed[key] == (None in numbers) for key, numbers in found.items())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_finding_whose_number_is_not_told_says_so_in_its_sentence(lang, with_findings):
    findings = queries.ask("quality_findings", build=with_findings)
    for row in findings.iter_rows(named=True):
        said = sentence(row, lang)
        assert (say("exhibits.not_shown", lang) in said) == row["suppressed"], said
        assert "None" not in said


def test_scores_of_members_are_counted_only_where_none_of_few_follows(with_findings):
    names = ("given_n", "computed_n", "compared_n", "differing_n", "greatest_difference", "suppressed")

    def told(**chosen: object) -> dict[str, tuple]:
        rows = queries.ask("index_reconciliation", build=with_findings, **chosen)
        return {row["index"]: tuple(row[name] for name in names) for row in rows.iter_rows(named=True)}

    assert told() == {
        "pioneer": (57, 57, 57, None, None, True),
        "conduct": (40, 40, 40, 12, 3.5, False),
        "brand": (None, None, None, None, None, True),
        "fortress": (6, 6, 6, 2, 3.5, False),
    }
    for chosen in ({"units": ["T1"]}, {"unit_class": ["service_heavy"]}):
        assert told(**chosen)["conduct"] == (None, None, None, None, None, True)
        assert told(**chosen)["fortress"] == (6, 6, 6, 2, 3.5, False)


def test_that_all_scores_agree_is_not_said_where_some_are_not_told(with_findings):
    frames = {name: queries.ask(name, build=with_findings) for name in ("index_reconciliation", *ASKED)}
    frames["index_reconciliation"] = frames["index_reconciliation"].filter(pl.col("index").is_in(["pioneer", "brand"]))
    told = CATALOGUE["index_reconciliation"].make(frames, Selection(lang="zh"))
    assert told.finding == say("exhibits.title.compared", "zh", count="57")
    assert say("exhibits.note.not_shown", "zh") in told.subtitle


# --- rows that were not let in --------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wrong_number_of_people_is_only_in_the_returned_workbook(lang, fresh_home, tmp_path):
    rows = [
        [YEAR, "T1", "leaders", "paper", "overall", "cz4", "satisfied", "7.5", 40, 30, 20],
        [YEAR, "南城", "leaders", "paper", "overall", "cz4", "satisfied", 12, 40, 30, 20],
        [YEAR, "T2", "leaders", "paper", "overall", "cz4", "satisfied", 3, 4, 6, 5],
    ]
    ledger = [["under_lamp", "K1", "", "C1", "2019-13-05", "", "", ""]]
    etl.load([directory(tmp_path), sent(tmp_path, "计数.csv", [COUNT_COLUMNS, *rows]),
              sent(tmp_path, "台账.csv", [ITEM_COLUMNS, *ledger])])  # fmt: skip
    frame, _ = shown("rejected_rows", lang)
    counted = frame.filter(dataset="survey_count")
    words = " ".join(
        [*counted["message"], *counted["message_zh"], *counted["message_en"], *counted["found"].drop_nulls()]
    )
    assert "南城" in words
    assert not re.search(r"7\.5|[^0-9]6[^0-9]", words)
    assert counted["suppressed"].sum() >= 2 and counted["message"].null_count() == 0
    assert "2019-13-05" in " ".join(frame.filter(dataset="rectification_item")["message"])
