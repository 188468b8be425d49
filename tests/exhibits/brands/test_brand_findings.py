"""What the exhibits of brands say and draw, from frames by hand and from small builds."""

import pytest

import queries
from exhibits import CATALOGUE, Selection
from tests.queries.small_build import brand, small_build, unit
from words import LANGUAGES


def shown(build, name: str, lang: str = "zh", **choice):
    spec, chosen = CATALOGUE[name], Selection(lang=lang, **choice)
    asked = {question: chosen.params(queries.parameters(question)) for question in spec.questions}
    return spec.make({each: queries.ask(each, build=build, **params) for each, params in asked.items()}, chosen)


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    """30 units; of 2018 a list of 28, of 2019 none, of 2020 one of 30 with 26 winners."""
    units = [unit(f"u{no}", unit_class="party_mass" if no < 3 else "service_heavy") for no in range(30)]
    brands = [brand(2018, f"b{no}", f"u{no}", stage="screened") for no in range(28)]
    brands += [
        brand(2020, f"b{no}", f"u{no}", award="excellent" if no < 26 else None, content=90.0 - no) for no in range(30)
    ]
    return small_build(tmp_path_factory.mktemp("brands") / "city.duckdb", unit=units, brand=brands)


def test_a_year_without_a_list_is_told_and_not_counted_as_without_brands(city):
    exhibit = shown(city, "brand_coverage", year_to=2019)
    assert exhibit.finding == "2019年品牌名单未导入，“全覆盖”未定"
    assert exhibit.frame["without"].to_list() == [2, None]
    assert "不下结论" in exhibit.subtitle and "全数统计" in exhibit.footer
    names = exhibit.figure.layout.yaxis.ticktext
    assert [name.replace("<br>", " ") for name in names] == ["2018 不属实", "2019 未定"]


def test_a_narrowed_coverage_says_nothing_of_near_ninety(city):
    assert "近90个" in shown(city, "brand_coverage").subtitle
    narrowed = shown(city, "brand_coverage", unit_class=("party_mass",))
    assert "近90个" not in narrowed.subtitle and narrowed.frame["organisations"].to_list() == [3, 3, 3]


def test_a_selection_of_organisations_does_not_decide_the_claim_about_all(city):
    unit = shown(city, "brand_gaps").frame["unit_id"][0]
    for choice in ({"units": (unit,)}, {"unit_class": ("service_heavy",)}):
        assert "全覆盖" not in shown(city, "brand_coverage", **choice).finding


def test_those_without_are_a_table_and_nobody_is_said(city):
    exhibit = shown(city, "brand_gaps")
    assert exhibit.finding == "2018年2个组织没有品牌" and exhibit.figure is None
    assert exhibit.frame["unit"].to_list() == ["U28", "U29"]
    nobody = shown(city, "brand_gaps", year_from=2020)
    assert nobody.finding == "所选年度每个组织都有品牌" and nobody.frame.is_empty()


def test_without_a_list_or_an_organisation_nobody_is_said_to_have_a_brand(city):
    for choice in ({"year_from": 2019, "year_to": 2019}, {"units": ("u0",), "unit_class": ("service_heavy",)}):
        exhibit = shown(city, "brand_gaps", **choice)
        assert exhibit.finding == "所选范围没有数据" and exhibit.frame.is_empty()


def test_the_bars_of_the_stages_add_up_to_those_that_reach_them(city):
    exhibit = shown(city, "brand_stages")
    assert exhibit.finding == "2020年申报30个，综合评审30个，获奖26个"
    assert exhibit.frame.select("reached", "went_on", "ended").rows() == [
        *[(30, 30, 0)] * 3,
        (30, 26, 4),
        (26, 26, 0),
    ]
    assert shown(city, "brand_stages", year_to=2018).finding == "2018年申报28个，综合评审0个，获奖0个"


def test_the_chart_of_winners_holds_24_and_the_table_all(city):
    exhibit = shown(city, "brand_winners")
    assert exhibit.finding == "26个品牌获奖，0个多次获奖，0个同奖连3年以上"
    assert len(exhibit.figure.data[0].y) == 24 and exhibit.frame["brand_id"].n_unique() == 26
    assert "图列24个，另2个见表" in exhibit.subtitle


def test_brands_of_one_name_are_told_apart_by_their_units(tmp_path):
    rows = [brand(2020, f"id{no}", f"u{no}", award="excellent") | {"brand": "同名"} for no in (1, 2)]
    build = small_build(tmp_path / "b.duckdb", unit=[unit("u1"), unit("u2")], brand=rows)
    assert set(shown(build, "brand_winners").figure.data[0].y) == {"同名 U1", "同名 U2"}


def test_a_rule_that_is_broken_is_named_with_its_year(tmp_path):
    rows = [brand(2018, f"b{no}", award="top_ten") for no in range(11)] + [brand(2018, "f", award="flagship")]
    exhibit = shown(small_build(tmp_path / "b.duckdb", unit=[unit("u1")], brand=rows), "brand_awards")
    assert "2018年十佳11个，超过名额10个" in exhibit.subtitle
    assert "2018年已有名牌1个，而该奖自2019年才设" in exhibit.subtitle
    assert exhibit.figure.layout.yaxis.ticktext[0].startswith("2018 有违规")


def test_winners_without_others_are_not_compared(tmp_path):
    rows = [brand(2020, f"b{no}", award="top_ten" if no else None, content=80.0 + no) for no in range(5)]
    exhibit = shown(small_build(tmp_path / "b.duckdb", unit=[unit("u1")], brand=rows), "brand_scores")
    assert exhibit.finding == "获奖或未获奖品牌不足两个，无从比较" and exhibit.figure is None


def test_a_criterion_is_filled_only_where_it_is_told_apart_after_holm(tmp_path):
    # content: t = 20 / sqrt(2/3), p = 0.00002; mechanism: the same mean; influence: p = 0.04, after Holm 0.08.
    won = [(90.0, 70.0, 80.0), (91.0, 80.0, 84.0), (92.0, 90.0, 88.0)]
    lost = [(70.0, 70.0, 70.0), (71.0, 80.0, 74.0), (72.0, 90.0, 78.0)]
    rows = [
        brand(2020, f"{award}{no}", award=award, content=content, mechanism=mechanism, influence=influence)
        for award, marks in (("top_ten", won), (None, lost))
        for no, (content, mechanism, influence) in enumerate(marks)
    ]
    exhibit = shown(small_build(tmp_path / "b.duckdb", unit=[unit("u1")], brand=rows), "brand_scores")
    assert exhibit.frame.select("criterion", "told_apart").rows() == [
        ("content", True),
        ("influence", False),
        ("mechanism", False),
    ]
    assert exhibit.frame["p"][1] == pytest.approx(0.0377, abs=0.001) and exhibit.frame["p_holm"][1] > 0.05
    assert exhibit.finding == "2020年3项评分，1项获奖者较高"


def test_a_long_name_of_a_brand_is_clipped_in_the_title(tmp_path):
    name = "党建引领服务群众一站式办理新模式示范品牌"
    build = small_build(tmp_path / "b.duckdb", unit=[unit("u1")], brand=[brand(2020, name, award="top_ten")])
    assert shown(build, "brand_story").finding == "“党建引领服务群众一…”参评1年，获奖1次"
    assert "10" not in shown(build, "brand_story", "en").finding


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_story_of_stages_alone_has_no_chart(city, lang):
    exhibit = shown(city, "brand_story", lang, brand_id="b28", year_to=2018)
    assert exhibit.frame.is_empty() and exhibit.figure is None
    staged = shown(city, "brand_story", lang, brand_id="b1", year_to=2018)
    assert staged.figure is None and staged.frame.height == 1
