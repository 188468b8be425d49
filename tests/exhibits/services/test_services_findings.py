"""Ratings of services and the hotline in words: what is said beside a 99 %, what adds up, who has no requests."""

import datetime

import polars as pl
import pytest

from exhibits.services.service_claim import judge
from tests.exhibits.exhibit_of_counts import told
from tests.queries.small_build import bad_rating, hotline, ratings, small_build, unit

day = datetime.date
CITY = {"unit_id": None, "period_kind": "week"}


def built(folder, units=("u1", "u2", "u3"), **rows):
    tables = {table: [row for part in parts for row in part] for table, parts in rows.items()}
    return small_build(folder / "case.duckdb", unit=[unit(name) for name in units], **tables)


def test_a_rate_of_good_ratings_never_stands_without_the_share_that_rated(tmp_path):
    build = built(tmp_path, service_rating=[ratings(day(2020, 12, 1), 995, 5, filled=4000)])
    shown = told(build, "service_ratings")
    assert shown["zh"].finding == "好评率99.50%，主动评价率20.0%"
    assert shown["en"].finding == "Good ratings: 99.50%; share rated: 20.0%"
    assert "点线含系统默认好评" in shown["zh"].subtitle


def test_without_filled_in_ratings_there_is_no_dotted_line(tmp_path):
    build = built(tmp_path, service_rating=[ratings(day(2021, at, 1), 995, 5, unrated=9) for at in (1, 2)])
    assert "点线" not in told(build, "service_ratings")["zh"].subtitle


def test_bad_ratings_are_counted_and_the_card_says_what_the_data_lack(tmp_path):
    build = built(tmp_path, service_rating=[ratings(day(2021, at, 1), 995, at) for at in (1, 2)])
    shown = told(build, "service_bad_ratings")
    assert (shown["zh"].finding, shown["en"].finding) == ("差评3条，主动评价1993条", "3 bad ratings; out of 1993")
    assert "差评的回复、整改、回访：所选范围没有导入差评处置台账" in shown["zh"].subtitle
    (tmp_path / "with").mkdir()
    rows = {"service_rating": [ratings(day(2021, 1, 1), 995, 1)], "bad_rating": [[bad_rating("1", day(2021, 1, 5))]]}
    loaded = built(tmp_path / "with", **rows)
    assert "差评处置台账" not in told(loaded, "service_bad_ratings")["zh"].subtitle


def test_a_change_of_rules_is_drawn_where_it_falls_and_cuts_the_line(tmp_path):
    months = [day(2020, 11, 1), day(2020, 12, 1), day(2021, 1, 1), day(2021, 2, 1)]
    build = built(tmp_path, service_rating=[ratings(month, 500, 1) for month in months])
    figure = told(build, "service_ratings")["zh"].figure
    assert {shape.x0 for shape in figure.layout.shapes} == {"2021-01-01"}
    assert [note.text for note in figure.layout.annotations].count("2021-01 国标") == 1
    lines = [trace for trace in figure.data if trace.mode == "lines" and trace.yaxis == "y2"]
    assert [len(line.x) for line in lines] == [2, 2]


def test_the_channel_that_is_chosen_is_shown_and_named(tmp_path):
    rows = [ratings(day(2021, 1, 1), 100, 0), ratings(day(2021, 1, 1), 50, 50, channel="online")]
    build = built(tmp_path, service_rating=rows)
    assert told(build, "service_ratings", channel="online")["zh"].finding.startswith("好评率50.00%")
    assert "网上" in told(build, "service_ratings", channel="online")["zh"].subtitle
    assert told(build, "service_ratings", channel="phone")["zh"].finding.startswith("好评率75.00%")  # has no rows


def test_units_are_held_against_the_claim_all_at_once(tmp_path):
    """765 good ratings of one unit prove 99.5 % alone, and of two; of three they do not."""
    for units, said in ((("u1", "u2"), "2个单位，2个达标"), (("u1", "u2", "u3"), "3个单位，3个难判")):
        folder = tmp_path / str(len(units))
        folder.mkdir()
        build = built(folder, units, service_rating=[ratings(day(2021, 1, 1), 765, unit_id=name) for name in units])
        shown = told(build, "service_ratings_by_unit")["zh"]
        assert shown.finding == said
        assert "2021-01至2021-01" in shown.subtitle


def test_a_build_without_the_line_says_so(tmp_path):
    build = built(tmp_path, service_rating=[ratings(day(2021, 1, 1), 500)], target=[[]])
    shown = told(build, "service_claim")
    assert (shown["zh"].finding, shown["zh"].figure) == ("该数据版本没有99.5%这条线", None)
    assert told(build, "service_ratings_by_unit")["zh"].finding == "1个单位"


def test_a_month_is_below_the_claim_only_if_its_own_interval_and_all_months_together_say_so():
    schema = {"month": pl.Date, "good_n": pl.Int64, "rated_n": pl.Int64, "lower": pl.Float64, "upper": pl.Float64}
    rows = [(day(2021, 1, 1), 989, 1000, 0.980, 0.994), (day(2021, 2, 1), 0, None, None, None)]
    months = pl.DataFrame(rows, schema=schema, orient="row").with_columns(verdict=pl.Series(["not_met", "too_few"]))
    assert judge(months, 0.995)["claim"].to_list() == ["below", "unknown"]
    assert judge(months, 0.991)["claim"].to_list() == ["within", "unknown"]


SUMS = {"zh": ("受理均等于答复加派发", "1期受理不等于答复加派发"), "en": (
    "received is answered plus sent in all", "in 1 received is not answered plus sent")}  # fmt: skip
CHANNELS = {"zh": ("渠道均相合", "1期渠道不合"), "en": ("channels add up", "channels differ in 1")}


@pytest.mark.parametrize(("answered", "calls"), [(600, 700), (599, 700), (600, 698)])
def test_bulletins_that_add_up_and_one_that_does_not(answered, calls, tmp_path):
    first = day(2024, 1, 5)
    rows = hotline(first, received=700, answered_online=answered, dispatched=100, **CITY)
    rows += [row | {"channel": "calls"} for row in hotline(first, received=calls, **CITY)]
    shown = told(built(tmp_path, hotline=[rows]), "hotline_flow")
    for lang, start, comma in (("zh", "1期通报", "，"), ("en", "1 bulletin", "; ")):
        said = [start, SUMS[lang][answered == 599], CHANNELS[lang][calls == 698]]
        assert shown[lang].finding == comma.join(said)


def test_units_without_requests_are_listed_apart_and_small_denominators_have_no_rate(tmp_path):
    rows = [
        hotline(day(2024, 1, 1), received=100, due=100, on_time=95),
        hotline(day(2024, 1, 1), "u2", received=100, due=100, on_time=94),
        hotline(day(2024, 1, 1), "u3", received=3, due=3, on_time=2),
        hotline(day(2024, 1, 1), "u4", received=0, due=0, on_time=0),
    ]
    shown = told(built(tmp_path, ("u1", "u2", "u3", "u4"), hotline=rows), "hotline_by_unit")["zh"]
    assert shown.finding == "3个单位，1个低于线，1个达标，1个样本不足"
    assert "无诉求单位（另列）：U4" in shown.subtitle
    assert "全数统计" in shown.footer
    marks = next(trace for trace in shown.figure.data if trace.hovertext is not None)
    assert [text.split("<br>")[1] for text in marks.hovertext] == ["<b>95.0%</b>", "<b>94.0%</b>", "不予显示"]


def test_two_instruments_never_share_an_axis(tmp_path):
    rows = [
        hotline(day(2024, at, 1), received=50, due=40, on_time=38, valid_callbacks=20, satisfied=19) for at in (1, 2)
    ]
    shown = told(built(tmp_path, hotline=rows), "hotline_quality")
    assert shown["zh"].finding == "按时办结95.0%，回访满意95.0%"
    figure = shown["zh"].figure
    assert {trace.yaxis for trace in figure.data} == {"y", "y2"}
    assert figure.layout.yaxis.domain[0] > figure.layout.yaxis2.domain[1]


def test_the_source_is_named_of_the_two_that_count_requests(tmp_path):
    """Months of units alone, then also of the city: its bulletin is shown until units are chosen."""
    reports = [hotline(day(2024, at, 1), received=50, due=40, on_time=38) for at in (1, 2)]
    bulletins = [hotline(day(2024, at, 1), received=900, due=800, on_time=790, unit_id=None) for at in (1, 2)]
    sources = {
        "hotline": (
            "12345热线通报",
            "12345通报的全市数",
            "12345 bulletins",
            "the whole city, from the 12345 bulletins",
        ),
        "orders": ("12345工单各单位月报", "各单位工单月报的数", "the units' reports of 12345", "from the units' own"),
    }
    cases = [("units", reports, {}, "orders"), ("city", [*reports, *bulletins], {}, "hotline"),
             ("chosen", [*reports, *bulletins], {"units": ("u1",)}, "orders")]  # fmt: skip
    for name, rows, chosen, source in cases:
        folder = tmp_path / name
        folder.mkdir()
        build = built(folder, hotline=rows)
        in_zh, noted_zh, in_en, noted_en = sources[source]
        for exhibit in ("hotline_quality", "series_changes"):
            shown = told(build, exhibit, **chosen)
            assert f"来源：{in_zh}" in shown["zh"].footer and noted_zh in shown["zh"].subtitle
            assert in_en in shown["en"].footer and noted_en in shown["en"].subtitle
        assert sources["orders"][0] in told(build, "hotline_by_unit", **chosen)["zh"].footer
        if name != "units":
            assert sources["hotline"][1] in told(build, "hotline_flow", **chosen)["zh"].subtitle


def test_call_backs_have_an_interval_and_few_of_them_are_not_shown(tmp_path):
    rows = [
        hotline(day(2024, 1, 1), name, received=n, valid_callbacks=n, satisfied=n - bad)
        for name, n, bad in (("u1", 600, 0), ("u2", 600, 120), ("u3", 4, 0), ("u4", 20, 0))
    ]
    shown = told(built(tmp_path, ("u1", "u2", "u3", "u4"), hotline=rows), "hotline_callbacks_by_unit")["zh"]
    assert shown.finding == "4个单位，1个低于线，1个达标"
    assert shown.frame.filter(pl.col("unit_id").is_in(["u3", "u4"]))["valid_callbacks"].null_count() == 2


def test_calls_and_their_share_are_measured(tmp_path):
    rows = [
        row | {"channel": channel}
        for first, channel, n in (
            (day(2024, 1, 5), "calls", 900),
            (day(2024, 1, 5), "web", 100),
            (day(2024, 1, 12), "calls", 800),
            (day(2024, 1, 12), "web", 200),
        )
        for row in hotline(first, received=n, **CITY)
    ]
    shown = told(built(tmp_path, hotline=[rows]), "hotline_channels")
    assert shown["zh"].finding == "来电占80.0%，2024-01为90.0%"
    assert shown["en"].finding == "Calls are 80.0%; 90.0% in 2024-01"
