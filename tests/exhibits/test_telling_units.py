"""Charts of many units draw the telling ones: chosen, apart from the middle, far from it; the others are one row."""

import polars as pl
import pytest

from exhibits import Selection
from exhibits.setting import Setting
from exhibits.telling_units import MOST, telling
from tests.exhibits.answered_frames import around
from tests.exhibits.demonstration import exhibit_of
from words import LANGUAGES


def units(n: int, spread: float = 0.0, unit_class: str = "service_heavy") -> pl.DataFrame:
    """n units of the values 0 … n − 1, highest first, with limits `spread` off."""
    values = [float(at) for at in reversed(range(n))]
    return pl.DataFrame(
        {"unit_class": unit_class, "name": [f"{unit_class}{at}" for at in range(n)], "value": values,
         "lower": [value - spread for value in values], "upper": [value + spread for value in values],
         "hollow": False, "below": False, "mark": "m", "hover": "h", "kind": "unit",
         "id": [f"{unit_class}{at}" for at in range(n)], "section": unit_class}
    )  # fmt: skip


def drawn(rows: pl.DataFrame, **chosen) -> tuple[pl.DataFrame, list[str]]:
    return telling(rows, Setting("index_by_unit", around(), Selection(**chosen), "index"))


def test_as_many_as_fit_are_all_drawn():
    rows, notes = drawn(units(MOST))
    assert (rows.height, notes) == (MOST, [])


def test_of_more_the_ends_stay_and_the_middle_is_one_row():
    rows, notes = drawn(units(40))
    assert rows.height == MOST
    (rest,) = rows.filter(pl.col("kind") == "part").rows(named=True)
    assert (rest["name"], rest["value"], rest["lower"], rest["upper"]) == ("其余17个单位", 19.0, 15.0, 23.0)  # 11 … 27
    assert rows["value"].to_list() == sorted(rows["value"], reverse=True)
    assert {39.0, 0.0} <= set(rows["value"])
    assert notes and "图示23个单位" in notes[0] and "全部40个" in notes[0]


def test_all_are_drawn_on_demand():
    assert drawn(units(40), units_shown="all")[0].height == 40


def test_a_chosen_unit_in_the_middle_is_drawn():
    middle = units(40)["id"][20]
    assert middle not in drawn(units(40))[0]["id"]
    assert middle in drawn(units(40), units=(middle,))[0]["id"]


def test_a_unit_whose_interval_holds_the_middle_yields_to_one_told_apart():
    rows = units(40).with_columns(
        lower=pl.when(pl.col("id") == "service_heavy0").then(0.0).otherwise("lower"),
    )
    assert "service_heavy0" not in drawn(rows)[0]["id"]  # the highest, but its interval reaches the middle


def test_each_class_keeps_its_ends():
    both = pl.concat([units(30), units(30, unit_class="party_mass")])
    rows, _ = drawn(both)
    assert rows.height == MOST
    for unit_class in ("service_heavy", "party_mass"):
        assert {f"{unit_class}0", f"{unit_class}29"} <= set(rows["id"])
    assert rows["section"].to_list() == sorted(rows["section"], reverse=True)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_units_without_a_figure_are_among_the_others(lang):
    bare = units(30).with_columns(pl.when(pl.col("value") > 4).then("value").alias("value"))
    rows, _ = drawn(bare, lang=lang)
    assert rows["value"].null_count() == 0
    assert rows.filter(pl.col("kind") == "part").height == 1


def test_a_class_without_any_figure_has_one_row_without_a_value():
    nobody = units(30).with_columns(pl.lit(None, pl.Float64).alias(column) for column in ("value", "lower", "upper"))
    rows, _ = drawn(nobody)
    assert rows.filter(pl.col("kind") == "part")["value"].to_list() == [None]


LEDGER = ("summary", "on_time", "quality", "duration", "logrank")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", [f"rectification_{part}" for part in LEDGER])
def test_the_ledger_by_unit_draws_no_more_units_than_others_until_a_reader_asks(name, lang, demo_home):
    few = exhibit_of(name, "group_by=unit", lang=lang)
    every = exhibit_of(name, "group_by=unit", "units_shown=all", lang=lang)
    assert few.frame.equals(every.frame) and few.frame.height > MOST  # the table has all
    drawn, all_drawn = (len(exhibit.figure.layout.yaxis.ticktext) for exhibit in (few, every))
    assert drawn <= MOST < all_drawn == every.frame.height
    assert (f"{every.frame.height}" in few.subtitle, f"{every.frame.height}" in every.subtitle) == (
        True,
        name == "rectification_logrank",  # which says how many it adjusts for
    )


def test_the_bars_of_the_ledger_are_those_of_most_overdue_items(demo_home):
    shown = exhibit_of("rectification_summary", "group_by=unit")
    late = shown.frame.sort("overdue", "total", descending=True)["overdue"].head(MOST).to_list()
    (bars,) = [trace for trace in shown.figure.data if trace.name == "逾期"]
    totals = shown.frame.sort("overdue", "total", descending=True)["total"].head(MOST).to_list()
    assert [round(share * total) for share, total in zip(bars.x, totals, strict=True)] == late
