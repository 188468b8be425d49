"""Bulletins as Chinese offices print them, and a ministry's statistics: they load, and add up to what was published."""

from datetime import date

import polars as pl
import pytest

from tests.real.test_real_intake import REAL, read

LETTERS = "cn_bulletins/{}_市长信箱.csv"
DIVISIONS = "cn_bulletins/nantong_省平台交办件_按属地.csv"
FOI = "foi_uk_central/foi-statistics-2020-published-data.csv"


def total(figures: pl.DataFrame, *measures: str) -> float:
    return figures.filter(pl.col("measure").is_in(measures))["value"].sum()


def test_the_divisions_add_up_to_the_published_totals():
    figures = read(DIVISIONS, "cn_divisions_nantong.toml").accepted
    city = figures.filter(pl.col("division_code").is_null())
    assert city["value"].to_list() == [96, 251]
    of_divisions = figures.drop_nulls("division_code").group_by("period_from", maintain_order=True).agg(pl.sum("value"))
    assert of_divisions.rows() == [(date(2017, 12, 30), 96.0), (date(2018, 12, 1), 251.0)]


def test_a_division_is_the_one_of_its_day():
    figures = read(DIVISIONS, "cn_divisions_nantong.toml").accepted
    haian = figures.filter(pl.col("division_code").is_in(["320621", "320685"]))
    assert haian.select("division_code", "value").rows() == [("320621", 11.0), ("320685", 25.0)]
    empty = figures.filter(pl.col("division_code") == "NTTZW")  # an empty cell is not 0
    assert empty["value"].to_list() == [1.0]


def test_the_weekly_figures_add_up_over_their_channels():
    figures = read("cn_bulletins/nantong_12345_周报.csv", "cn_weekly_nantong.toml").accepted
    received = figures.filter(pl.col("measure") == "received")
    city = received.filter(pl.col("channel") == "all")["value"]
    assert city.to_list() == [2846, 13205, 13604, 25560]
    parts = received.filter(pl.col("channel") != "all").group_by("period_to", maintain_order=True).agg(pl.sum("value"))
    assert parts["value"].to_list() == [2846, 13203, 13604, 25560]  # 2 short in the second, as published
    rates = figures.filter(pl.col("measure") == "on_time_rate")["value"]
    assert rates.to_list() == [0.9664, 0.9877, 0.9914, 0.9945]


def test_letters_under_a_title_with_spaces_inside_names():
    intake = read(LETTERS.format("hanzhong_2022-08"), "cn_letters_hanzhong.toml")
    assert (intake.rows_read, intake.accepted_rows, intake.accepted.height) == (37, 37, 148)
    assert "洋 县人民政府" in intake.registered["unit"]["unit_id"].to_list()
    assert total(intake.accepted, "received") == total(intake.accepted, "finished", "open", "overdue") == 396


def test_letters_with_a_total_in_the_last_row():
    intake = read(LETTERS.format("tongchuan_2025Q1"), "cn_letters_tongchuan.toml")
    assert (intake.accepted_rows, intake.skipped_rows) == (22, 1)
    assert total(intake.accepted, "received") == total(intake.accepted, "on_time") == 139
    assert intake.accepted.select("period_from", "period_to").row(0) == (date(2025, 1, 1), date(2025, 3, 31))


def test_two_panels_are_one_ranking():
    intake = read("cn_bulletins/lianyungang_双栏表.csv", "cn_scores_lianyungang.toml")
    raw = pl.read_csv(REAL / "cn_bulletins/lianyungang_双栏表.csv", infer_schema_length=0)
    names = pl.concat([raw["单位"], raw["单位_duplicated_0"]]).drop_nulls()
    scores = intake.accepted.filter(pl.col("measure") == "score")
    assert sorted(scores["unit_id"]) == sorted(names)
    assert scores.group_by("period_from", maintain_order=True).len()["len"].to_list() == [9, 9, 9]
    first = scores.filter(pl.col("unit_id") == "东海县").sort("period_from")
    assert first["value"].to_list() == [144.69, 142.59, 140.59]


def test_two_header_rows_below_a_title():
    intake = read("cn_bulletins/ningguo_2022-04_12345_多级表头.csv", "cn_headers_ningguo.toml")
    figures = intake.accepted
    wide = figures.pivot("measure", index=["unit_id", "channel"], values="value")
    city, calls = (wide.filter(pl.col("channel") == channel).sort("unit_id") for channel in ("all", "calls"))
    assert city["received"].equals(city["on_time"].rename("received"))
    # The bulletin divides the dissatisfied by the calls finished on time, not by all cases.
    published = (city["dissatisfied"] / calls["on_time"]).round(2)
    assert published.to_list() == city["dissatisfied_rate"].to_list()


@pytest.mark.parametrize(
    ("layout", "rows", "days"), [("foi_years", 458, {364, 365}), ("foi_quarters", 1818, {89, 90, 91})]
)
def test_years_and_quarters_are_read_apart(layout, rows, days):
    intake = read(FOI, f"{layout}.toml")
    assert (intake.rows_read, intake.accepted_rows, intake.rejected_rows) == (2303, rows, 0)
    spans = (intake.accepted["period_to"] - intake.accepted["period_from"]).dt.total_days()
    assert set(spans) == days


def test_the_published_percentage_matches_in_2_268_of_2_268_rows():
    figures = pl.concat([read(FOI, f"{layout}.toml").accepted for layout in ("foi_years", "foi_quarters")])
    wide = figures.pivot("measure", index="source_row", values="value").filter(pl.col("in_time_rate").is_not_null())
    computed = (pl.col("on_time") + pl.col("extended")) / pl.col("received")
    matching = wide.filter((computed - pl.col("in_time_rate")).abs() < 1e-9)
    assert (wide.height, matching.height) == (2268, 2268)
