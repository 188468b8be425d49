"""What the other systems record of a unit: figures of their own questions, the class without the unit, and no figure
where nothing is recorded or few people stand behind it."""

import polars as pl
import pytest

import queries
from exhibits import CATALOGUE, Exhibit, Selection
from words import LANGUAGES

SPEC = CATALOGUE["unit_systems"]


@pytest.fixture
def frames(demo_home) -> dict[str, pl.DataFrame]:
    return {name: queries.ask(name) for name in SPEC.questions}


def made(frames: dict[str, pl.DataFrame], lang: str = "zh", **chosen) -> Exhibit:
    return SPEC.make(frames, Selection(lang=lang, **chosen))


def row(exhibit: Exhibit, name: str, unit: str = "A02") -> dict:
    (found,) = exhibit.frame.filter(metric_name=name, unit_id=unit).rows(named=True)
    return found


def test_figures_are_those_of_the_systems_and_the_class_is_without_the_unit(frames):
    exhibit = made(frames, unit="A02")
    hotline = frames["hotline_by_unit"].filter(unit_class="service_heavy")
    (own,) = hotline.filter(unit_id="A02").rows(named=True)
    others = hotline.filter(pl.col("unit_id") != "A02")
    orders = row(exhibit, "12345按时办结")
    assert (orders["x"], orders["n"]) == (own["orders_on_time"], own["orders_due"])
    assert (orders["others_x"], orders["others_n"]) == (others["orders_on_time"].sum(), others["orders_due"].sum())
    items = frames["rectification_items"].filter(unit_id="A02", source="ora")
    kept = items.filter(pl.col("state") != "withdrawn")
    closed = row(exhibit, "述评考问题销号")
    assert (closed["x"], closed["n"]) == (kept.filter(state="closed").height, kept.height)
    assert closed["period_remark"] == f"未销号{kept.height - closed['x']}项"
    duties = frames["duty_matrix"].filter(unit_id="A02")
    assert row(exhibit, "履责事项完成")["n"] == duties["owed"].sum()
    sessions = frames["joint_sessions"].filter(unit_id="A02", year=2025)
    assert row(exhibit, "会议同议党建与业务")["x"] == sessions["joint"].sum()


def test_a_share_is_said_with_its_counts_and_the_brand_with_what_it_reached(frames):
    brand = row(made(frames, unit="A21"), "参评年度获奖", "A21")
    assert brand["figure"] == f"{brand['x'] / brand['n']:.1%}（{brand['x']}/{brand['n']}）"
    assert brand["period_remark"] == "“一窗通办”2025年：优秀"
    (listed,) = frames["brand_list"].filter(unit_id="A21").rows(named=True)
    assert (brand["x"], brand["n"], listed["award"]) == (listed["won_n"], listed["years_n"], "excellent")


def test_nothing_recorded_is_said_so_and_counted_in_the_title(frames):
    exhibit = made(frames, unit="A01")
    assert row(exhibit, "项目完成", "A01")["figure"] == "没有记录"
    assert row(exhibit, "项目完成", "A01")["figure_of_class"] == "83.3%（5/6）"
    assert exhibit.finding == "市教育局，6个系统中5个有记录"
    emptied = made(
        {name: frame.clear() if name != "unit_list" else frame for name, frame in frames.items()}, unit="A01"
    )
    assert set(emptied.frame["figure"]) == {"没有记录"} and set(emptied.frame["figure_of_class"]) == {""}
    assert emptied.finding == "市教育局，6个系统中0个有记录"


def test_hidden_figures_stay_hidden_and_are_not_in_the_class_either(frames):
    shown = row(made(frames, unit="A02"), "好评率")
    counts = [pl.when(pl.col("unit_id") != "A02").then(name).alias(name) for name in ("good_n", "rated_n")]
    hidden = frames["service_ratings_by_unit"].with_columns(*counts, suppressed=pl.col("unit_id") == "A02")
    without = frames | {"service_ratings_by_unit": hidden}
    assert shown["figure"] != (told := row(made(without, unit="A02"), "好评率"))["figure"]
    assert told["figure"] == "样本过少，不公布"
    of_another = row(made(without, unit="A21"), "好评率", "A21")
    before = row(made(frames, unit="A21"), "好评率", "A21")
    assert before["others_n"] - of_another["others_n"] == shown["n"]


def test_units_beside_have_rows_of_their_own_and_the_first_is_the_one_of_the_title(frames):
    exhibit = made(frames, unit="A02", beside=("A21", "A01", "A03", "A04"))
    orders = exhibit.frame.filter(metric_name="12345按时办结")
    assert orders["unit_id"].to_list()[0] == "A02" and sorted(orders["unit_id"]) == ["A01", "A02", "A03", "A21"]
    assert exhibit.finding.startswith("市公安局，")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_unit_the_reader_is_told(frames, lang):
    said = {"zh": "请选择一个单位", "en": "Choose a unit"}[lang]
    assert made(frames, lang).finding == made(frames, lang, unit="nobody").finding == said
