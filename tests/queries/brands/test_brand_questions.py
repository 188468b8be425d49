"""Brands in a small city, counted by hand: who should have one, stages, awards, streaks, marks, a story."""

import datetime

import pytest

import queries
from tests.queries.small_build import brand, small_build, unit

DAY = datetime.date
LEFT = {"valid_to": DAY(2019, 1, 14), "current_unit_id": "new"}


def rejected(row: int, sheet: str, **more) -> dict:
    fault = {"batch_id": "b1", "dataset": "brand", "file": "a.xlsx", "source_sheet": sheet, "source_row": row}
    return fault | {"blanked": False} | more


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    """`old1` and `old2` become `new` in January 2019; `d`, `z` and `c` are no organisations. 2021 has no list."""
    units = [
        unit("new", unit="新局", valid_from=DAY(2019, 1, 15)),
        unit("old1", unit="旧甲局", **LEFT),
        unit("old2", unit="旧乙局", **LEFT),
        unit("court", unit="法院", unit_class="service_light", unit_kind="court"),
        unit("late", unit="新设局", unit_class="party_mass", valid_from=DAY(2020, 6, 1)),
        unit("c", unit="电信公司", unit_class="consulted_only"),
        unit("d", unit="某区", unit_kind="division"),
        unit("z", unit="开发区", unit_kind="zone"),
    ]
    brands = [
        brand(2018, "甲", "old1", current_unit_id="new", stage="applied"),
        brand(2019, "甲", "new", award="top_ten"),
        brand(2019, "公正", "court", stage="peer_reviewed"),
        brand(2019, "通信", "c", award="excellent"),
        brand(2020, "甲", "old1", current_unit_id="new", award="top_ten"),  # under its old name: counts for the new one
        brand(2020, "公正", "court", stage=None),
        brand(2022, "甲", "new", award="excellent"),
        brand(2022, "公正", "court", stage="screened"),
        brand(2022, "新", "late"),
    ]
    faults = [rejected(9, "2020"), rejected(9, "2020", column="E"), rejected(8, "2019", blanked=True)]
    faults += [rejected(5, "2020", dataset="unit")]
    file = tmp_path_factory.mktemp("brands") / "city.duckdb"
    return small_build(file, unit=units, brand=brands, rejected_row=faults)


def asked(city, name: str, *columns: str, **choice) -> list[tuple]:
    return queries.ask(name, build=city, **choice).select(columns).rows()


def test_coverage_counts_the_organisations_of_the_years_end(city):
    columns = ("year", "organisations", "with_brand", "judged", "earlier", "without", "rejected_n", "claim")
    assert asked(city, "brand_coverage", *columns) == [
        (2018, 3, 1, 0, 1, 2, 0, "refuted"),  # old1, old2, court; only old1 has a brand
        (2019, 2, 2, 1, 1, 0, 0, "proved"),  # new, court; a blanked cell is no rejected row
        (2020, 3, 2, 1, 1, 1, 1, "undecided"),  # late has none, and one row was sent back (twice faulty)
        (2021, 3, None, None, None, None, 0, "undecided"),  # no list
        (2022, 3, 3, 2, 1, 0, 0, "proved"),
    ]
    assert [row[0] for row in asked(city, "brand_coverage", "coverage_rate")] == pytest.approx(
        [1 / 3, 1, 2 / 3, None, 1]
    )


def test_coverage_is_narrowed_by_the_unit_of_today(city):
    assert asked(city, "brand_coverage", "year", "organisations", "without", units=["new"], year_to=2019) == [
        (2018, 2, 1),
        (2019, 1, 0),
    ]
    (row,) = asked(city, "brand_coverage", "year", "organisations", unit_class=["party_mass"], year_to=2020)
    assert row == (2020, 1)


def test_a_rejected_row_of_a_sheet_without_rows_counts_for_every_year(tmp_path):
    brands = [brand(2019, "甲"), brand(2020, "甲"), brand(2020, "乙", "u2")]
    build = small_build(
        tmp_path / "b.duckdb", unit=[unit("u1"), unit("u2")], brand=brands, rejected_row=[rejected(3, "all")]
    )
    assert asked(build, "brand_coverage", "year", "without", "rejected_n", "claim") == [
        (2019, 1, 1, "undecided"),
        (2020, 0, 1, "proved"),
    ]


def test_those_without_are_named_as_they_were_called(city):
    assert asked(city, "brand_gaps", "year", "unit", "current_unit", "brand_from") == [
        (2018, "旧乙局", "新局", 2018),
        (2018, "法院", "法院", 2019),
        (2020, "新设局", "新设局", 2022),
    ]


def test_stages_hold_those_that_reach_them_and_those_that_end_there(city):
    columns = ("stage", "entered", "reached", "stopped", "stage_unknown", "pass_rate")
    assert asked(city, "brand_stages", *columns, year_from=2022) == [
        ("applied", 3, 3, 0, 0, None),
        ("screened", 3, 3, 1, 0, 1.0),
        ("peer_reviewed", 3, 2, 0, 0, pytest.approx(2 / 3)),
        ("panel_reviewed", 3, 2, 1, 0, 1.0),
        ("awarded", 3, 1, 1, 0, 0.5),
    ]
    first = asked(city, "brand_stages", *columns, year_from=2020, year_to=2020)[0]
    assert first[:5] == ("applied", 2, 2, 1, 1)  # without a stage or an award: applied


def test_awards_beyond_the_places_and_before_their_year_are_told(tmp_path):
    rows = [brand(2018, f"品{no}", "u1" if no else "u2", award="top_ten") for no in range(11)]
    rows += [brand(2018, "早", "u2", award="flagship"), brand(2019, "名", "u2", award="flagship")]
    rows += [brand(2019, f"品{no}", award="top_ten") for no in range(10)]
    build = small_build(tmp_path / "b.duckdb", unit=[unit("u1"), unit("u2", unit_class="party_mass")], brand=rows)
    columns = ("year", "award", "brands_n", "places", "over_n", "too_early")
    assert asked(build, "brand_awards", *columns) == [
        (2018, "excellent", 0, None, 0, False),
        (2018, "flagship", 1, None, 0, True),
        (2018, "top_ten", 11, 10, 1, False),
        (2019, "excellent", 0, None, 0, False),
        (2019, "flagship", 1, None, 0, False),
        (2019, "top_ten", 10, 10, 0, False),
    ]
    # Places are for the whole city: of the one brand of u2 the eleven are still too many.
    assert asked(build, "brand_awards", *columns[:3], "city_n", "over_n", unit_class=["party_mass"], year_to=2018) == [
        (2018, "excellent", 0, 0, 0),
        (2018, "flagship", 1, 1, 0),
        (2018, "top_ten", 1, 11, 1),
    ]


def test_a_streak_is_of_one_award_in_consecutive_years(tmp_path):
    won = {2017: "top_ten", 2018: "top_ten", 2019: "excellent", 2021: "excellent", 2022: "excellent", 2023: None}
    rows = [brand(year, "甲", award=award) for year, award in won.items()] + [brand(2020, "乙", award="excellent")]
    build = small_build(tmp_path / "b.duckdb", unit=[unit("u1")], brand=rows)
    of_one = queries.ask("brand_winners", build=build).filter(brand_id="甲")
    assert of_one.select("year", "streak", "open_start").rows() == [
        (2017, 1, True),
        (2018, 2, True),
        (2019, 1, False),
        (2021, 1, False),
        (2022, 2, False),
        (2023, None, None),
    ]
    assert of_one.select("won_n", "top_ten_n", "excellent_n", "best_streak").row(0) == (5, 2, 3, 2)
    assert queries.ask("brand_winners", build=build, year_from=2023).is_empty()


def test_marks_are_shares_of_full_points_under_the_rule_set_of_the_row(tmp_path):
    rows = [
        brand(2020, "a", award="top_ten", content=90.0, integration=80.0),
        brand(2020, "b", award="excellent", content=80.0, integration=60.0),
        brand(2020, "c", content=60.0, integration=None),
        brand(2020, "d", content=70.0, integration=70.0),
        brand(2020, "e", content=15.0, rule_set="panel_100"),  # of 20: 75
        brand(2020, "f", content=15.0, rule_set="unknown"),
    ]
    build = small_build(tmp_path / "b.duckdb", unit=[unit("u1")], brand=rows)
    columns = (
        "rule_set",
        "criterion",
        "winners_n",
        "others_n",
        "winners_mean",
        "others_mean",
        "difference",
        "gap_points",
    )
    assert asked(build, "brand_scores", *columns) == [
        ("hundred_each", "integration", 2, 1, 70.0, 70.0, 0.0, 0.0),
        ("hundred_each", "content", 2, 2, 85.0, 65.0, 20.0, 4.0),  # 20 at weight 20 of 100
        ("panel_100", "content", 0, 1, None, 75.0, None, None),
    ]
    (content,) = asked(build, "brand_scores", "criterion", "winners_sd", "others_sd")[1:2]
    assert content == ("content", pytest.approx(50**0.5), pytest.approx(50**0.5))


def test_the_story_is_of_the_brand_asked_for_else_of_the_one_with_the_most_awards(city):
    assert asked(city, "brand_story", "year", "unit_then", "award", "streak") == [
        (2018, "旧甲局", None, None),
        (2019, "新局", "top_ten", 1),
        (2020, "旧甲局", "top_ten", 2),
        (2022, "新局", "excellent", 1),
    ]
    assert asked(city, "brand_story", "year", "brand", brand_id="新", units=["court"]) == [(2022, "新")]
    assert asked(city, "brand_story", "brand_id", units=["court"])[0] == ("公正",)
    assert asked(city, "brand_story", "year", brand_id="无此品牌") == []


def test_the_list_has_every_brand_of_the_choice(city):
    assert asked(city, "brand_list", "brand_id", "unit", "first_year", "last_year", "years_n", "won_n") == [
        ("甲", "新局", 2018, 2022, 4, 3),
        ("通信", "电信公司", 2019, 2019, 1, 1),
        ("公正", "法院", 2019, 2022, 3, 0),
        ("新", "新设局", 2022, 2022, 1, 0),
    ]
