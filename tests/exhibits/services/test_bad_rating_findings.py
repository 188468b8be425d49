"""Bad ratings and hot topics in words: what a title says, what is said of hidden places and of the monthly ratings."""

import datetime

from tests.exhibits.exhibit_of_counts import told
from tests.queries.small_build import bad_rating, hot_topic, hotline, ratings, small_build, unit

day = datetime.date
RATED = day(2024, 1, 2)
KEPT = {"replied_on": RATED, "rectified_on": day(2024, 1, 9)}
WEEKS = [day(2024, 1, 5) + datetime.timedelta(weeks=at) for at in range(5)]


def ledger(*groups):
    """Rows of groups (n, unit, more), with numbers of their own."""
    return [
        bad_rating(f"{at}-{no}", RATED, unit_id, **more)
        for at, (n, unit_id, more) in enumerate(groups)
        for no in range(n)
    ]


def built(folder, **tables):
    return small_build(folder / "case.duckdb", unit=[unit(name) for name in ("u1", "u2", "u3")], **tables)


def test_the_title_says_how_many_in_time_and_how_many_are_overdue(tmp_path):
    build = built(tmp_path, bad_rating=ledger((12, "u1", KEPT), (4, "u1", {})))
    shown = told(build, "bad_rating_handling")
    assert shown["zh"].finding == "差评16条，按期整改率75.0%，逾期4条"
    assert shown["en"].finding == "16 bad ratings; 75.0% (50.5%–89.8%) rectified in time; 4 overdue"
    assert "按期整改率75.0%（50.5%–89.8%）" in shown["zh"].subtitle
    assert "现行整改期限15个工作日（假定）" in shown["zh"].subtitle
    assert "台账比月度汇总" not in shown["zh"].subtitle


def test_nothing_overdue_is_said_and_so_is_that_nothing_is_due(tmp_path):
    kept = told(built(tmp_path, bad_rating=ledger((12, "u1", KEPT))), "bad_rating_handling")
    assert kept["zh"].finding == "差评12条，按期整改率100.0%，无逾期"
    (tmp_path / "young").mkdir()
    young = built(tmp_path / "young", bad_rating=[bad_rating("1", day(2024, 6, 20))])
    assert told(young, "bad_rating_handling")["en"].finding.startswith("1 bad rating; ")
    assert "%" not in told(young, "bad_rating_handling")["zh"].finding


def test_the_ledger_and_the_monthly_ratings_are_held_against_each_other(tmp_path):
    for bad, zh, en in (
        (17, "台账比月度汇总少1条（汇总17条）", "1 fewer than in the monthly ratings (17)"),
        (14, "台账比月度汇总多2条（汇总14条）", "2 more than in the monthly ratings (14)"),
        (16, "台账与月度汇总条数相同（16条）", "as many as in the monthly ratings (16)"),
    ):
        folder = tmp_path / str(bad)
        folder.mkdir()
        build = built(folder, bad_rating=ledger((16, "u1", KEPT)), service_rating=ratings(day(2024, 1, 1), 100, bad))
        shown = told(build, "bad_rating_handling")
        assert zh in shown["zh"].subtitle
        assert en in shown["en"].subtitle


def test_places_are_counted_and_those_that_are_hidden_are_listed(tmp_path):
    rows = ledger((20, "u1", KEPT), (4, "u1", {}), (9, "u2", KEPT), (11, "u3", KEPT))
    shown = told(built(tmp_path, bad_rating=rows), "bad_ratings_by_place", place_by="unit")
    assert shown["zh"].finding == "按单位列1个，按期整改率83.3%，另2个不显示"
    assert shown["en"].finding == "1 shown by unit; 83.3% rectified in time; 2 not shown"
    assert shown["zh"].frame.select("unit", "bad_n").rows() == [("U1", 24), ("U2", None), ("U3", None)]
    assert "一年不足10条差评、或可由此推算的，该年不显示" in shown["zh"].subtitle


def test_halls_are_of_the_whole_city_and_one_may_have_no_name(tmp_path):
    rows = ledger((20, "u1", KEPT), (15, "u2", KEPT | {"hall": None}), (5, "u2", {"hall": None}))
    shown = told(built(tmp_path, bad_rating=rows), "bad_ratings_by_place", units=("u1",))["zh"]
    assert shown.finding == "按办事大厅列2个，按期整改75.0%至100.0%"
    assert shown.frame["hall"].to_list() == ["h1", "未写大厅（如网上）"]
    assert "大厅和窗口类别为全市" in shown.subtitle and "U1" not in shown.subtitle


def test_few_bad_ratings_are_not_shown_and_none_ask_for_the_ledger(tmp_path):
    few = built(tmp_path, bad_rating=ledger((20, "u1", KEPT), (9, "u2", KEPT)))
    for name in ("bad_rating_handling", "bad_ratings_by_place"):
        shown = told(few, name, units=("u2",), place_by="unit")["zh"]
        assert (shown.finding, shown.figure) == ("差评不足10条或可由此推算，不予显示", None)
    (tmp_path / "none").mkdir()
    none = built(tmp_path / "none")
    assert told(none, "bad_rating_handling")["zh"].finding == "所选范围没有差评处置台账"
    assert told(none, "hotline_topics")["en"].finding == "No hot topics in the years chosen"


def test_chosen_units_are_drawn_by_year(tmp_path):
    build = built(tmp_path, bad_rating=ledger((12, "u1", KEPT), (4, "u1", {})))
    figure = told(build, "bad_rating_handling", units=("u1",))["zh"].figure
    assert {bar.name: list(bar.x) for bar in figure.data if bar.type == "bar"} == {
        "按期整改": [12], "超期整改": [0], "逾期未改": [4], "未到期": [0], "剔除": [0],
    }  # fmt: skip


def topics(now, before):
    """A topic with these requests in the weeks of 2024 and in those of the year before, of 100 each."""
    earlier = [week - datetime.timedelta(days=364) for week in WEEKS]
    weeks = [*zip(WEEKS, now, strict=False), *zip(earlier, before, strict=False)]
    return {
        "hotline_topic": [hot_topic(week, "噪声扰民", n) for week, n in weeks],
        "hotline": [row for week, _ in weeks for row in hotline(week, unit_id=None, period_kind="week", received=100)],
    }


def test_a_topic_is_said_to_have_risen_only_beyond_the_spread_of_its_bulletins(tmp_path):
    for name, now, before, said in (
        ("rises", [10, 20, 10, 20, 40], [10] * 5, "噪声扰民100件，占比升100.0%"),
        ("level", [1, 2, 1, 2, 30], [3, 3, 3, 3, 3], "噪声扰民36件，占比持平，5期中5期提到"),
        ("falls", [5] * 5, [20, 21, 19, 20, 20], "噪声扰民25件，占比降75.0%，5期中5期提到"),
        ("few", [5] * 4, [20] * 5, "噪声扰民20件，4期中4期提到"),
    ):
        folder = tmp_path / name
        folder.mkdir()
        shown = told(built(folder, **topics(now, before)), "hotline_topics", year_from=2024)["zh"]
        assert shown.finding == said
    assert "噪声扰民占比较前一同长时期−75.0%" in shown.subtitle


def test_a_topic_without_the_time_before_is_not_compared(tmp_path):
    shown = told(built(tmp_path, **topics([5, 6], [])), "hotline_topics")
    assert shown["en"].finding == "噪声扰民: 11 requests; named in 2 of 2 bulletins"
    assert "没有印出的期不知件数，不作0" in shown["zh"].subtitle
    assert "前一同长时期没有热点数据，不比较" in shown["zh"].subtitle
