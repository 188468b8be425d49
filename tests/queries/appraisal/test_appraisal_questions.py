"""Grades, ballots and what followed, against counts worked by hand; and against the demonstration's own workbook."""

import datetime
from collections import Counter
from pathlib import Path

import duckdb
import openpyxl
import polars as pl
import pytest

import queries
from tests.queries.small_build import appraised, episode, small_build, unit

DAY = datetime.date
UNITS = [
    unit("u1", unit_class="service_heavy"),
    unit("u2", unit_class="service_light"),
    unit("u3", unit_class="party_mass"),
]


def cells(build: Path, question: str, columns: tuple[str, ...], **asked) -> list[tuple]:
    return queries.ask(question, build=build, **asked).select(columns).rows()


def grades(build: Path, **asked) -> list[tuple]:
    return cells(build, "appraisal_grades", ("level", "key", "part", "part_n", "persons_n"), **asked)


@pytest.fixture(scope="module")
def city(tmp_path_factory) -> Path:
    """Of 2020: 25 secretaries of one class, 20 of another, and 3 deputies of a third."""
    persons = [
        *appraised(2020, "u1", {"good": 13, "fairly_good": 12}),
        *appraised(2020, "u2", {"good": 10, "fairly_good": 10}),
        *appraised(2020, "u3", {"good": 3}, post_level="deputy_secretary"),
    ]
    return small_build(tmp_path_factory.mktemp("city") / "city.duckdb", unit=UNITS, appraisal=persons)


def test_small_classes_and_levels_are_shown_together(city):
    """The class of 3 would be what the city leaves, so the next smallest one is shown with it; so are the levels."""
    assert grades(city) == [
        ("city", "all", "good", 26, 48),
        ("city", "all", "fairly_good", 22, 48),
        ("city", "all", "fair", 0, 48),
        ("city", "all", "poor", 0, 48),
        ("class", "party_mass+service_light", "good", 13, 23),
        ("class", "party_mass+service_light", "fairly_good", 10, 23),
        ("class", "party_mass+service_light", "fair", 0, 23),
        ("class", "party_mass+service_light", "poor", 0, 23),
        ("class", "service_heavy", "good", 13, 25),
        ("class", "service_heavy", "fairly_good", 12, 25),
        ("class", "service_heavy", "fair", 0, 25),
        ("class", "service_heavy", "poor", 0, 25),
        ("post", "deputy_secretary+secretary", "good", 26, 48),
        ("post", "deputy_secretary+secretary", "fairly_good", 22, 48),
        ("post", "deputy_secretary+secretary", "fair", 0, 48),
        ("post", "deputy_secretary+secretary", "poor", 0, 48),
    ]


def test_a_choice_of_classes_leaves_their_groups_alone(city):
    assert {row[1] for row in grades(city, unit_class=["service_heavy"])} == {"service_heavy"}
    assert {row[1] for row in grades(city, unit_class=["party_mass"])} == {"party_mass+service_light"}
    assert {row[1] for row in grades(city, unit_class=["service_light"])} == {"party_mass+service_light"}


def test_a_grade_of_few_persons_is_shown_with_the_next_better_one(tmp_path):
    """11 fair in all, 9 of them in one class: the city shows them, the classes do not."""
    persons = [
        *appraised(2020, "u1", {"good": 20, "fairly_good": 15, "fair": 9}),
        *appraised(2020, "u2", {"good": 12, "fairly_good": 30, "fair": 2}),
    ]
    build = small_build(tmp_path / "b.duckdb", unit=UNITS, appraisal=persons)
    told = [row[1:4] for row in grades(build) if row[0] != "post"]
    assert told == [
        ("all", "good", 32),
        ("all", "fairly_good", 45),
        ("all", "fair", 11),
        ("all", "poor", 0),
        ("service_heavy", "good", 20),
        ("service_heavy", "fairly_good+fair", 24),
        ("service_heavy", "poor", 0),
        ("service_light", "good", 12),
        ("service_light", "fairly_good+fair", 32),
        ("service_light", "poor", 0),
    ]


@pytest.mark.parametrize(("n", "shown"), [(9, None), (10, 10)])
def test_a_year_of_fewer_than_ten_is_not_shown(n, shown, tmp_path):
    build = small_build(tmp_path / "b.duckdb", unit=UNITS, appraisal=appraised(2020, "u1", {"good": n}))
    rows = queries.ask("appraisal_grades", build=build).filter(pl.col("level") == "city")
    assert rows["persons_n"].unique().to_list() == [shown]
    assert rows["suppressed"].unique().to_list() == [shown is None]
    assert queries.ask("appraisal_ballots", build=build).is_empty()


def test_the_scales_are_apart_and_the_years_break_at_scale_and_rule(tmp_path):
    persons = [
        *appraised(2018, "u1", {"excellent": 10, "competent": 11}),
        *appraised(2019, "u1", {"good": 12, "fairly_good": 10}),
        *appraised(2019, "u2", {"excellent": 14}),
        *appraised(2020, "u1", {"good": 10, "fairly_good": 10}),
        *appraised(2021, "u1", {"good": 10, "fairly_good": 10}),
    ]
    build = small_build(tmp_path / "b.duckdb", unit=UNITS, appraisal=persons)
    rows = queries.ask("appraisal_grades", build=build).filter(pl.col("level") == "city", pl.col("position") == 1)
    assert rows.select("year", "grade_scale", "part_n", "persons_n", "break_before").rows() == [
        (2018, "competence4", 10, 21, False),
        (2019, "competence4", 14, 14, False),
        (2019, "ora4", 12, 22, True),
        (2020, "ora4", 10, 20, True),
        (2021, "ora4", 10, 20, False),
    ]


@pytest.mark.parametrize("question", ["appraisal_grades", "appraisal_ballots"])
def test_the_first_year_chosen_breaks_with_a_year_before_that_is_not(tmp_path, question):
    votes = {"ballots": 20, "good": 20, "fairly_good": 0, "fair": 0, "poor": 0}
    persons = [*appraised(2016, "u1", {"excellent": 12}, **votes), *appraised(2017, "u1", {"good": 12}, **votes)]
    build = small_build(tmp_path / "b.duckdb", unit=UNITS, appraisal=persons)
    whole, chosen = (queries.ask(question, build=build, year_from=year) for year in (None, 2017))
    assert chosen["break_before"].all() and not chosen.is_empty()
    assert chosen.equals(whole.filter(pl.col("year") >= 2017))


def test_ballots_are_summed_over_those_voted_on(tmp_path):
    """11 persons with 20 ballots each, one of them with one unmarked; a twelfth without votes is left out."""
    votes = {"good": 14, "fairly_good": 3, "fair": 2, "poor": 1}
    persons = [
        *appraised(2020, "u1", {"good": 10}, ballots=20, **votes),
        *appraised(2020, "u1", {"fairly_good": 1}, ballots=21, **votes),
        *appraised(2020, "u1", {"fair": 1}),
    ]
    build = small_build(tmp_path / "b.duckdb", unit=UNITS, appraisal=persons)
    columns = ("grade", "votes", "votes_n", "share", "ballots_n", "unmarked_n", "persons_n")
    rows = [row for row in cells(build, "appraisal_ballots", ("level", *columns)) if row[0] == "city"]
    assert [row[1:] for row in rows] == [
        ("good", 154, 220, 0.7, 221, 1, 11),
        ("fairly_good", 33, 220, 0.15, 221, 1, 11),
        ("fair", 22, 220, 0.1, 221, 1, 11),
        ("poor", 11, 220, 0.05, 221, 1, 11),
    ]


def test_votes_on_fewer_than_ten_persons_are_not_summed(tmp_path):
    votes = {"ballots": 20, "good": 20, "fairly_good": 0, "fair": 0, "poor": 0}
    persons = [*appraised(2020, "u1", {"good": 9}, **votes), *appraised(2020, "u1", {"fair": 11})]
    build = small_build(tmp_path / "b.duckdb", unit=UNITS, appraisal=persons)
    rows = queries.ask("appraisal_ballots", build=build)
    assert rows.height and rows["suppressed"].all()
    assert rows.select("votes", "votes_n", "share", "ballots_n", "unmarked_n", "persons_n").null_count().row(0) == (
        (rows.height,) * 6
    )


def test_what_followed_is_counted_as_of_the_day(tmp_path):
    """Twelve persons: feedback to 10 by March, 2 in April; 9 have read it; lists name 18 problems; 6 consequences."""
    held, sent, late = DAY(2020, 12, 10), DAY(2021, 2, 1), DAY(2021, 4, 1)
    followed = {"held_on": held, "problems_n": 2}
    persons = [
        *appraised(2020, "u1", {"good": 6}, feedback_on=sent, read_on=sent, consequence="merit", **followed),
        *appraised(2020, "u1", {"fairly_good": 3}, feedback_on=sent, read_on=DAY(2021, 2, 9), **followed),
        *appraised(2020, "u1", {"fair": 1}, feedback_on=sent, held_on=held, problems_n=0),
        *appraised(2020, "u1", {"poor": 2}, feedback_on=late, held_on=held, problems_n=0),
        *appraised(2021, "u1", {"good": 12}, held_on=DAY(2021, 12, 1)),
    ]
    ora = {"source": "ora"}
    items = [
        episode("0", DAY(2020, 12, 9), item_id="0", **ora),  # before any appraisal
        episode("1", held, item_id="1", closed_on=DAY(2021, 1, 5), **ora),
        episode("2", DAY(2021, 2, 1), item_id="2", due_on=DAY(2021, 3, 1), **ora),
        episode("3", DAY(2021, 3, 1), item_id="3", withdrawn_on=DAY(2021, 3, 10), **ora),
        episode("4", DAY(2021, 12, 1), item_id="4", **ora),  # of the next appraisal
        episode("5", DAY(2021, 2, 1), item_id="5"),  # of another source
        episode("6", DAY(2021, 2, 1), unit_id="u2", item_id="6", **ora),  # of a unit without an appraisal
    ]
    build = small_build(tmp_path / "b.duckdb", unit=UNITS, appraisal=persons, rectification_episode=items)
    columns = (
        "year",
        "persons_n",
        "sent_n",
        "read_n",
        "listed_n",
        "recorded_n",
        "ledger_n",
        "closed",
        "open",
        "overdue",
    )

    def at(day: str, level: str) -> list[tuple]:
        rows = queries.ask("appraisal_followup", build=build, as_of=day).filter(pl.col("level") == level)
        return rows.select(columns).rows()

    assert at("2020-12-09", "city") == []  # not yet held
    assert at("2021-03-31", "city") == [(2020, 12, 10, 9, 18, 6, 3, 1, 1, 1)]
    assert at("2021-12-31", "city") == [
        (2020, 12, 12, 9, 18, 6, 3, 1, 1, 1),
        (2021, 12, None, None, None, None, 1, 0, 1, 0),
    ]
    assert at("2021-12-31", "class") == at("2021-12-31", "city")
    assert [(row[0], *row[6:]) for row in at("2021-12-31", "none")] == [(2020, 1, 0, 1, 0), (2021, 1, 0, 1, 0)]


@pytest.mark.parametrize(("day", "persons"), [(DAY(2021, 12, 30), []), (DAY(2021, 12, 31), [25])])
def test_persons_count_once_all_of_their_year_are_appraised(tmp_path, day, persons):
    """The last one, whose day is not known, on 31 December; an item of those appraised before stays with them."""
    rows = [
        *appraised(2021, "u1", {"good": 12}, held_on=DAY(2021, 12, 1)),
        *appraised(2021, "u1", {"fair": 12}, held_on=DAY(2021, 12, 20), feedback_on=DAY(2021, 12, 21)),
        *appraised(2021, "u2", {"good": 1}),
    ]
    found = [episode("1", DAY(2021, 12, 24), item_id="1", source="ora")]
    build = small_build(tmp_path / "b.duckdb", unit=UNITS, appraisal=rows, rectification_episode=found)
    (row,) = queries.ask("appraisal_followup", build=build, as_of=day).filter(level="city").to_dicts()
    assert (row["year"], row["ledger_n"]) == (2021, 1)
    assert [row[name] for name in ("persons_n", "sent_n") if row[name] is not None] == [*persons, *[12] * len(persons)]


def test_a_build_without_levels_of_posts_shows_nothing(city, tmp_path):
    """An older build, from before figures of appraisals were suppressed."""
    older = tmp_path / "older.duckdb"
    older.write_bytes(city.read_bytes())
    with duckdb.connect(str(older)) as build:
        build.execute("drop table suppressed_appraisal")
        for column in ("post_level", "feedback_on", "read_on", "problems_n", "consequence"):
            build.execute(f"alter table appraisal drop column {column}")
    for question in ("appraisal_grades", "appraisal_ballots", "appraisal_followup"):
        assert queries.ask(question, build=older).is_empty()


# --- the demonstration's own workbook ---------------------------------------------------------------------------------

HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
GRADES = {"好": "good", "较好": "fairly_good", "一般": "fair", "差": "poor"}


def sound_rows(folder: Path, year: int) -> list[dict]:
    """The rows of a year that a careful clerk would count: known unit, known grade, votes not above ballots."""
    directory = openpyxl.load_workbook(next(folder.glob("*单位名录.xlsx"))).active
    known: set[str] = set()
    for row in directory.iter_rows(min_row=3, values_only=True):
        known |= {row[1], *(row[4] or "").split("、")}
    sheet = openpyxl.load_workbook(next(folder.glob("*述评考结果.xlsx")))[f"{year}年"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    table = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    votes = ("好票", "较好票", "一般票", "差票")
    return [
        row
        for row in table
        if row["单位"] in known and row["等次"] in GRADES and sum(row[name] for name in votes) <= row["总票数"]
    ]


@pytest.mark.parametrize("year", [2019, 2022, 2024])
def test_the_city_is_what_the_workbook_says(year, demo_home):
    rows = sound_rows(demo_home / "demo", year)
    assert len(rows) > 200
    counted = Counter(GRADES[row["等次"]] for row in rows)
    asked = {"year_from": year, "year_to": year}
    told = queries.ask("appraisal_grades", **asked).filter(pl.col("level") == "city")
    assert dict(told.select("part", "part_n").iter_rows()) == {grade: counted[grade] for grade in GRADES.values()}
    ballots = queries.ask("appraisal_ballots", **asked).filter(pl.col("level") == "city")
    for word, grade in GRADES.items():
        (votes,) = ballots.filter(pl.col("grade") == grade)["votes"]
        assert votes == sum(row[f"{word}票"] for row in rows)
    (followed,) = queries.ask("appraisal_followup", **asked).filter(pl.col("level") == "city").to_dicts()
    assert followed["sent_n"] == sum(row["反馈日期"] is not None for row in rows)
    assert followed["read_n"] == sum(row["签收日期"] is not None for row in rows)
    assert followed["listed_n"] == sum(row["清单问题数"] for row in rows)
    assert followed["recorded_n"] == sum(row["结果运用"] is not None for row in rows)
    secretaries = [row for row in rows if row["职务"] == "机关党委书记"]
    by_post = queries.ask("appraisal_grades", **asked).filter(pl.col("key") == "secretary", pl.col("position") == 1)
    assert by_post.select("part_n", "persons_n").row(0) == (
        sum(row["等次"] == "好" for row in secretaries),
        len(secretaries),
    )
