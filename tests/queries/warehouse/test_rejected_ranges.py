"""What rejected rows could change: ranges worked by hand, and why there is none."""

from pathlib import Path

import polars as pl
import pytest

import etl
import queries
from exhibits import CATALOGUE, Selection
from exhibits.setting import ASKED
from tests.etl.small_city import ANSWERS, YEAR, counts, directory
from tests.etl.warehouse.quality_world import WORLD
from tests.etl.workbooks import COUNT_COLUMNS, ITEM_COLUMNS, sent, units
from words import LANGUAGES, say

OPINIONS = ["opinion_id", "survey_year", "unit_id", "group", "channel", "theme", "polarity", "text"]
RATINGS = ["month", "unit_id", "channel", "active", "scale_id", "answer", "n"]


def counted(unit: str, satisfied: int, dissatisfied: int) -> list[list]:
    valid = satisfied + dissatisfied
    return [
        [2024, unit, "residents", "paper", "overall", "cz4", answer, n, valid, valid, valid]
        for answer, n in (("satisfied", satisfied), ("dissatisfied", dissatisfied))
    ]


def items(folder: Path) -> Path:
    """Of four items due in 2024 two were closed on time and one is overdue; two rows are rejected."""
    rows = [
        ["under_lamp", "K1", "", "C", "2024-01-05", "2024-03-01", "2024-02-20", ""],
        ["under_lamp", "K2", "", "C", "2024-01-05", "2024-03-01", "2024-02-20", ""],
        ["under_lamp", "K3", "", "C", "2024-01-05", "2024-03-01", "2024-04-20", ""],
        ["under_lamp", "K4", "", "C", "2024-01-05", "2024-03-01", "", "2024-06-30"],
        ["under_lamp", "K5", "", "C", "2024-13-05", "2024-03-01", "", ""],
        ["under_lamp", "K6", "", "南城", "2024-01-05", "2024-03-01", "", ""],
    ]
    return sent(folder, "台账.csv", [ITEM_COLUMNS, *rows])


def ranges(**chosen: object) -> dict[tuple, tuple]:
    rows = queries.ask("rejected_ranges", **chosen).iter_rows(named=True)
    return {
        (row["figure"], row["year"]): (
            row["rejected_n"],
            *(None if row[name] is None else round(row[name], 4) for name in ("published", "lowest", "highest")),
            "hidden" if row["suppressed"] else row["reason"],
        )
        for row in rows
    }


def test_answers_of_rejected_rows_count_as_many_as_the_average_row(fresh_home, tmp_path):
    rows = [*counted("C", 90, 10), *counted("B", 60, 40), *counted("南城", 5, 5)[:1]]
    etl.load([*units(tmp_path), sent(tmp_path, "计数.csv", [COUNT_COLUMNS, *rows])])
    # 150 of 200 answers on four rows: the rejected one stands for 50.
    assert ranges() == {("satisfaction_rate", 2024): (1, 0.75, 0.6, 0.8, None)}
    assert ranges(year_to=2023) == {}


def test_items_that_were_rejected_may_have_been_on_time_or_not(fresh_home, tmp_path):
    etl.load([*units(tmp_path), items(tmp_path)])
    assert ranges() == {
        ("on_time_closure_rate", 2024): (2, 0.5, 0.3333, 0.6667, None),
        ("overdue_rate", 2024): (2, 0.25, 0.1667, 0.5, None),
    }


def test_opinions_that_were_rejected_are_per_the_forms_that_there_are(fresh_home, tmp_path):
    opinions = [[f"o{at}", 2024, "C", "residents", "paper", "attitude", "problem", f"意见{at}"] for at in range(20)]
    bad = [["o99", 2024, "南城", "residents", "paper", "attitude", "problem", "意见"]]
    etl.load([
        *units(tmp_path), sent(tmp_path, "计数.csv", [COUNT_COLUMNS, *counted("C", 90, 10)]),
        sent(tmp_path, "意见.csv", [OPINIONS, *opinions, *bad]),
    ])  # fmt: skip
    assert ranges()["problem_opinion_rate", 2024] == (1, 0.2, 0.2, 0.21, None)


def test_ratings_count_as_many_as_the_average_row(fresh_home, tmp_path):
    rows = [
        ["2024-05", "C", "窗口", "true", "hcp5", answer, n] for answer, n in (("satisfied", 90), ("dissatisfied", 10))
    ]
    rows.append(["2024-05", "南城", "窗口", "true", "hcp5", "satisfied", 7])
    report = etl.load([*units(tmp_path), sent(tmp_path, "好差评.csv", [RATINGS, *rows])])
    assert report.files[-1].rejected == 1, report.files[-1].faults["message_zh"].to_list()
    assert ranges() == {("good_rating_rate", 2024): (1, 0.9, 0.6, 0.9333, None)}


def test_files_of_which_no_row_counts_and_datasets_without_a_range_say_why(fresh_home, tmp_path):
    ledger = sent(tmp_path, "台账.csv", [ITEM_COLUMNS, ["under_lamp", "K1", "", "C", "2024-13-05", "", "", ""]])
    scores = [["survey_year", "index", "subject_id", "unit_id", "score"], [2024, "fortress", "南城", "南城", 90]]
    etl.load([*units(tmp_path), ledger, sent(tmp_path, "得分.csv", scores)])
    assert ranges() == {
        ("rectification_item", None): (1, None, None, None, "no_year"),
        ("index_score", None): (1, None, None, None, "no_limit"),
    }


def test_every_dataset_with_rejected_rows_has_a_range_or_a_reason(demo_home):
    told = queries.ask("rejected_ranges")
    assert told.filter(pl.col("lowest").is_null() & pl.col("reason").is_null() & ~pl.col("suppressed")).is_empty()
    ranged = told.drop_nulls("published")
    assert ranged.filter(
        (pl.col("lowest") > pl.col("published")) | (pl.col("highest") < pl.col("published"))
    ).is_empty()
    last = {row["metric"]: row["rate"] for row in queries.ask("headline").iter_rows(named=True)}
    newest = {row["figure"]: row["published"] for row in ranged.sort("year").iter_rows(named=True)}
    assert {name: newest[name] for name in last} == pytest.approx(last)


def test_the_average_of_files_that_may_not_be_counted_is_not_told(fresh_home, tmp_path):
    """辛 alone is in a file with a rejected row: the average of its rows would tell its answers."""
    path = counts(tmp_path, "辛.csv", {"T6": ANSWERS["T6"]})
    with path.open("a", encoding="utf-8") as more:
        more.write(f"{YEAR},无此单位,leaders,paper,overall,cz4,satisfied,1,1,1,1\n")
    others = {unit: of for unit, of in ANSWERS.items() if unit != "T6"}
    etl.load([directory(tmp_path), counts(tmp_path, "其他.csv", others), path])
    assert ranges()["satisfaction_rate", YEAR] == (1, None, None, None, "hidden")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_range_target_and_reason_in_words(lang, fresh_home, tmp_path):
    rows = [*counted("C", 97, 3), *counted("B", 97, 3), *counted("南城", 5, 5)[:1]]
    etl.load([*units(tmp_path), items(tmp_path), sent(tmp_path, "计数.csv", [COUNT_COLUMNS, *rows])])
    frames = {name: queries.ask(name) for name in ("rejected_ranges", *ASKED)}
    shown = CATALOGUE["rejected_ranges"].make(frames, Selection(lang=lang))
    first = shown.frame.row(0, named=True)
    assert [first[name] for name in ("value", "low", "high")] == ["97.0%", "77.6%", "97.6%"]
    assert first["remark"] == say("exhibits.over_target", lang, target="94%")
    assert shown.finding.startswith(say("exhibits.title.over_target", lang, count=1))
    assert not any("None" in str(text) for text in shown.frame["remark"])


def test_the_survey_of_the_world_of_checks(fresh_home, tmp_path):
    """2 rejected rows at the 891 answers of 40 accepted rows: 45 answers, in each year of the file."""
    books = {name: WORLD[name][0] for name in ("unit", "survey_count")}
    etl.load([sent(tmp_path, f"{name}.csv", rows) for name, rows in books.items()])
    told = {year: row[2:4] for (_, year), row in ranges().items()}
    assert told == {2022: (0.4, 1.0), 2023: (0.8119, 0.9151), 2024: (0.567, 0.6544)}
