"""Points and stars in words: what is counted, what is hidden, and when given stars are said to differ."""

import polars as pl

from tests.exhibits.answered_frames import shown

PLACE = {"year": 2019, "level": "unit", "unit_class": "service_heavy", "branch_id": None, "branch": None}
PLACES = {"year": pl.Int32, "level": pl.String, "unit_id": pl.String, "unit": pl.String, "unit_class": pl.String,
          "branch_id": pl.String, "branch": pl.String, "members_n": pl.Int64, "q1": pl.Float64, "median": pl.Float64,
          "q3": pl.Float64, "suppressed": pl.Boolean}  # fmt: skip


def place(unit_id: str | None, n: int | None, median: float | None, **more) -> dict:
    row = PLACE | {"unit_id": unit_id, "unit": unit_id, "members_n": n, "median": median, "suppressed": n is None}
    return row | {"q1": median and median - 2, "q3": median and median + 2} | more


def places(*rows: dict) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=PLACES)


WHOLE = place(None, 50, 90.0, level="all", unit_class=None)


def test_units_stand_with_their_median_and_nobody_is_called_best():
    exhibit = shown("member_points", places(WHOLE, place("a", 20, 88.0), place("b", 30, 91.5)))
    assert exhibit.finding == "2个单位50名党员，中位数90.0分"
    assert exhibit.frame["unit_id"].to_list() == ["b", "a"]
    assert "无抽样误差" in exhibit.footer


def test_branches_are_shown_of_chosen_units_alone():
    branch = place("a", None, None, level="branch", branch_id="Z1", branch="第1党支部")
    frame = places(WHOLE, place("a", 20, 88.0), branch)
    assert shown("member_points", frame).frame["level"].to_list() == ["unit"]
    chosen = shown("member_points", frame, units=("a",))
    assert chosen.frame["level"].to_list() == ["unit", "branch"]
    assert "人数不足" in str(chosen.figure.data[1].text)


def test_a_hidden_whole_is_told_without_its_number():
    hidden = place(None, None, None, level="all", unit_class=None)
    exhibit = shown("member_points", places(hidden, place("a", 20, 88.0), place("b", None, None)))
    assert exhibit.finding == "2个单位有党员积分"
    alone = shown("member_points", places(hidden, place("b", None, None)))
    assert (alone.figure, "50" in alone.footer) == (None, False)


def test_a_year_without_enough_members_is_left_out_and_told():
    bands = ("under_60", "from_60", "from_80", "from_90")
    rows = [
        {"year": year, "points_band": band, "members_n": n, "suppressed": n is None}
        for year, counts in ((2018, (None,) * 4), (2019, (1, 2, 3, 4)))
        for band, n in zip(bands, counts, strict=True)
    ]
    exhibit = shown("member_points_bands", pl.DataFrame(rows, schema_overrides={"members_n": pl.Int64}))
    assert exhibit.finding == "2019年10名党员，90分及以上4人"
    assert exhibit.frame["members_n"].to_list() == [None, 10]
    assert "1年人数不足" in exhibit.subtitle


def items(*rows: tuple) -> pl.DataFrame:
    columns = ("points_kind", "points_aspect", "entries_n", "points", "members_n", "suppressed")
    return pl.DataFrame([dict(zip(columns, row, strict=True)) | {"year": 2019} for row in rows])


def test_entries_are_counted_by_kind_and_zeroing_only_where_there_is_one():
    plus, minus = ("plus", "study", 3, 7.5, 20, False), ("minus", "study", 1, 2.0, 20, False)
    exhibit = shown("member_points_items", items(plus, minus))
    assert exhibit.finding == "2019年加分3条，扣分1条"
    zeroed = ("zeroing", "discipline", 1, None, 20, False)
    assert shown("member_points_items", items(plus, minus, zeroed)).finding == "2019年加分3条，扣分1条，清零1次"
    row = exhibit.frame.row(0, named=True)
    assert (row["plus_n"], row["plus_points"], row["minus_points"], row["zeroing_n"]) == (3, 7.5, 2.0, 0)


def test_aspects_together_have_their_row_and_what_is_not_shown_is_a_dash_with_its_reason():
    plus, minus = ("plus", "study", 30, 75.0, 20, False), ("minus", "merged", 14, None, 20, False)
    exhibit = shown("member_points_items", items(plus, minus, ("zeroing", "discipline", None, None, 20, True)))
    assert exhibit.finding == "2019年加分30条，扣分14条"
    aspects = exhibit.frame.select("points_aspect", "plus_n", "minus_n", "minus_points", "zeroing_n").rows()
    assert aspects == [
        ("study", 30, None, None, 0), ("discipline", 0, None, None, None), ("merged", None, 14, None, None)
    ]  # fmt: skip
    assert "合并为一行" in exhibit.subtitle and "不足10人" in exhibit.subtitle
    assert [text.strip("\u2002") for text in exhibit.figure.data[-1].text] == ["30／–条", "0／–条", "–／14条"]


def test_bands_that_are_one_are_named_as_one():
    rows = [{"year": 2019, "points_band": band, "members_n": n, "suppressed": False}
            for band, n in (("from_90", 40), ("under_90", 12))]  # fmt: skip
    exhibit = shown("member_points_bands", pl.DataFrame(rows))
    assert exhibit.finding == "2019年52名党员，90分及以上40人"
    assert exhibit.frame.columns == ["year", "members_n", "from_90", "under_90", "suppressed"]
    assert "与相邻分数段合并" in exhibit.subtitle


def test_items_of_too_few_members_are_not_drawn():
    exhibit = shown("member_points_items", items(("plus", "study", None, None, None, True)))
    assert exhibit.figure is None
    assert exhibit.frame.select("plus_n", "plus_points", "members_n").row(0) == (None, None, None)


def test_without_points_there_are_no_bars_but_the_entries_in_the_table():
    exhibit = shown("member_points_items", items(("plus", "study", 30, None, 20, False)))
    assert (exhibit.figure, exhibit.finding) == (None, "涉及党员不足10人或可由此推算，不予显示")
    assert exhibit.frame["plus_n"].to_list() == [30]


def steps(*rows: tuple) -> pl.DataFrame:
    columns = ("step", "star", "branches_n", "held_n", "lost_n")
    return pl.DataFrame([{"year": 2019} | dict(zip(columns, row, strict=True)) for row in rows],
                        schema_overrides={"star": pl.Int8})  # fmt: skip


SETTLED = steps(
    ("band", 5, 4, 4, 0), ("band", 3, 6, 6, 0), ("precondition", 5, 4, 4, 0), ("precondition", 3, 6, 6, 0),
    ("quota", 5, 1, 1, 3), ("quota", 4, 3, 0, 0), ("quota", 3, 6, 6, 0), ("veto", 5, 1, 1, 0), ("veto", 4, 3, 0, 0),
    ("veto", 3, 5, 5, 1), ("veto", 0, 1, 0, 0), ("lagging", 5, 1, 1, 0), ("lagging", 4, 3, 0, 0),
    ("lagging", 3, 5, 5, 0), ("lagging", 0, 1, 0, 0),
)  # fmt: skip


def test_the_waterfall_loses_each_branch_once():
    exhibit = shown_of("branch_star_steps", "branch_stars", SETTLED)
    assert exhibit.frame.select("held_n", "lost_n", "lost_before_n").rows() == [
        (10, 0, 0), (10, 0, 0), (7, 3, 0), (6, 1, 3), (6, 0, 4)
    ]  # fmt: skip
    assert exhibit.finding == "10个支部6个未降星，名额减3个，否决减1个"


def test_the_final_stars_are_counted():
    exhibit = shown("branch_stars", SETTLED)
    assert exhibit.finding == "2019年10个支部，五星1个，不定星1个"
    assert exhibit.frame.rows() == [(2019, 5, 1), (2019, 4, 3), (2019, 3, 5), (2019, 0, 1)]


def shown_of(name: str, question: str, frame: pl.DataFrame):
    from exhibits import CATALOGUE, Selection
    from tests.exhibits.answered_frames import around

    return CATALOGUE[name].make({question: frame, **around()}, Selection())


def test_the_quota_of_the_highest_star_is_told_with_its_use():
    row = {
        "year": 2019,
        "rule_set": "r",
        "star": 5,
        "share": 0.1,
        "rated_n": 30,
        "places": 3,
        "reached_n": 7,
        "kept_n": 2,
    }
    lower = row | {"star": 4, "places": 9}
    exhibit = shown("branch_star_quota", pl.DataFrame([row, lower]))
    assert exhibit.finding == "2019年够5星7个，名额3个，用2个"
    assert exhibit.frame.select("star", "cut_n").rows() == [(5, 5)]


def test_moves_are_counted_by_direction():
    rows = [(5, 4, "down", 2), (4, 5, "up", 3), (4, 4, "same", 9), (None, 4, "new", 1), (0, None, "gone", 1)]
    frame = pl.DataFrame(
        [dict(zip(("star_before", "star", "star_move", "branches_n"), row, strict=True)) for row in rows]
    ).with_columns(year=pl.lit(2019))
    exhibit = shown("branch_star_moves", frame)
    assert exhibit.finding == "2019年升星3个，降星2个，不变9个"
    (flow,) = exhibit.figure.data
    assert list(flow.node.label) == ["五星 2", "四星 12", "不定星 1", "未参评 1", "五星 3", "四星 12", "未参评 1"]
    assert sum(flow.link.value) == 16


def test_lagging_branches_are_told_with_what_became_of_them():
    rows = [(2018, "starred", 2, 50), (2018, "lagging", 1, 50), (2018, "gone", 1, 50), (2019, "pending", 4, 50)]
    frame = pl.DataFrame([dict(zip(("year", "outcome", "branches_n", "rated_n"), row, strict=True)) for row in rows])
    exhibit = shown("branch_lagging", frame)
    assert exhibit.finding == "相对后进8个次，下一年定星2个，仍为后进1个"
    assert exhibit.frame.select("lagging_n", "starred_n", "unsettled_n", "again_n", "pending_n").rows() == [
        (4, 2, 1, 1, 0), (4, 0, 0, 0, 4)
    ]  # fmt: skip
    assert shown("branch_lagging", frame.filter(pl.col("outcome") == "pending")).finding == "相对后进4个次"
    assert shown("branch_lagging", frame.clear()).finding == "所选范围没有相对后进支部"


def reasons(*rows: tuple) -> pl.DataFrame:
    columns = ("branch_id", "score", "band_star", "star", "given_star")
    return pl.DataFrame([{"year": 2019} | dict(zip(columns, row, strict=True)) for row in rows])


def test_given_stars_that_differ_are_counted_and_branches_that_lost_stars_stand_first():
    exhibit = shown("branch_star_reasons", reasons(("a", 99.0, 5, 5, 5), ("b", 96.0, 5, 4, 5), ("c", 80.0, 3, 0, 0)))
    assert exhibit.frame["branch_id"].to_list() == ["c", "b", "a"]
    assert exhibit.finding == "2019年3个支部，降星2个，上报不同1个"
    agreed = shown("branch_star_reasons", reasons(("a", 99.0, 5, 5, 5)))
    assert agreed.finding == "2019年1个支部，降星0个，与上报全部一致"
