"""Series, composites and couplings in words: what may be said, what is refused and why."""

import datetime

import polars as pl
import pytest

from exhibits import CATALOGUE, Exhibit, Selection
from exhibits.indices.composite_scores import placed
from exhibits.indices.weights import declared, own_weights
from tests.exhibits.answered_frames import around
from words import LANGUAGES, words


def shown(name: str, frame: pl.DataFrame, **chosen) -> Exhibit:
    question = {"index_correlation": "composite_scores", "linkage": "coupling"}.get(name, name)
    return CATALOGUE[name].make({question: frame, **around()}, Selection(**chosen))


def points(values: list[float], series="hotline_on_time_rate", kind="month", n=None, target=None) -> pl.DataFrame:
    days = [datetime.date(2018 + at // 12, at % 12 + 1, 1) for at in range(len(values))]
    if kind == "year":
        days = [datetime.date(2010 + at, 1, 1) for at in range(len(values))]
    schema = {"series": pl.String, "period_kind": pl.String, "period": pl.Date, "value": pl.Float64, "n": pl.Int64,
              "target": pl.Float64, "suppressed": pl.Boolean}  # fmt: skip
    rows = [(series, kind, day, value, n, target, False) for day, value in zip(days, values, strict=True)]
    return pl.DataFrame(rows, schema=schema, orient="row")


CALM = [0.96, 0.97, 0.96, 0.98, 0.96, 0.97, 0.95, 0.97, 0.96, 0.97, 0.96, 0.97]
LOWER = [value - 0.05 for value in CALM]


@pytest.mark.parametrize(
    ("values", "target", "finding"),
    [
        (CALM, None, "12345按时办结率无异常信号"),
        (CALM, 0.5, "12345按时办结率无异常信号，能稳定达到50%"),
        ([*CALM, 0.80], None, "12345按时办结率有转差信号"),
        ([*LOWER, 0.99], None, "12345按时办结率有好转信号"),
    ],
)
def test_a_change_is_said_only_where_a_rule_says_it(values, target, finding):
    exhibit = shown("series_signals", points(values, target=target))
    assert exhibit.finding == finding
    assert (exhibit.frame["rule"][-1] is None) == ("无异常信号" in finding)


@pytest.mark.parametrize(
    ("target", "assurance", "said"),
    [(0.8, "pass", "reaches 80% reliably"), (0.97, "fail", "can't reach 97%"), (0.91, "uncertain", "may or may not")],
)
def test_whether_a_target_is_reached_hangs_on_the_limits(target, assurance, said):
    exhibit = shown("series_signals", points(LOWER, target=target), lang="en")
    assert exhibit.frame["assurance"].unique().to_list() == [assurance]
    assert said in exhibit.finding


def test_more_requests_are_neither_better_nor_worse():
    exhibit = shown("series_signals", points([*[700.0, 710, 695] * 5, 900.0], series="hotline_received"))
    assert exhibit.finding == "12345受理量近期异常偏高"
    assert exhibit.frame["assurance"].null_count() == exhibit.frame.height


def test_a_share_of_known_n_has_the_limits_of_p_prime():
    exhibit = shown("series_signals", points(CALM, n=400))
    assert "P′" in exhibit.footer
    assert "2.66" in shown("series_signals", points(CALM)).footer


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_yearly_series_is_refused_with_the_reason(lang):
    exhibit = shown("series_signals", points(CALM, "satisfaction_rate", "year", 1000), lang=lang)
    assert exhibit.figure is None and "mean" not in exhibit.frame.columns
    assert exhibit.finding == {"zh": "年度数据不画控制限", "en": "No control limits on a yearly series"}[lang]
    assert {"zh": "一年一个点，点数太少", "en": "one point a year is too few"}[lang] in exhibit.subtitle


def test_eleven_points_are_refused_and_twelve_are_not():
    assert shown("series_signals", points(CALM[:11])).finding == "不足12个点，不画控制限"
    assert shown("series_signals", points(CALM)).figure is not None


def test_the_wanted_series_is_shown_and_months_go_before_weeks():
    months, weeks = points(CALM), points([0.5] * 20, kind="week")
    other = points([3.0, 4] * 8, "rectification_opened")
    both = pl.concat([months, weeks, other])
    assert shown("series_signals", both).frame["period_kind"].unique().to_list() == ["month"]
    assert shown("series_signals", both, series="rectification_opened").frame.height == 16


# --- composite --------------------------------------------------------------------------------------------------------

WEIGHTS = {"pioneer": 0.25, "fortress": 0.25, "brand": 0.25, "conduct": 0.25}


def measures(units: dict[str, tuple], unit_class="service_heavy") -> pl.DataFrame:
    """unit → scores of pioneer, fortress, brand, conduct."""
    rows = [
        {"year": 2019, "unit_id": unit, "unit": unit, "unit_class": unit_class, "measure": name, "subjects_n": 20,
         "score": score, "score_se": 0.5, "low": 60.0, "high": 100.0, "weight": 25.0, "suppressed": False}
        for unit, scores in units.items()
        for name, score in zip(WEIGHTS, scores, strict=True)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema_overrides={"score": pl.Float64})


FOUR = {"a": (98, 97, 96, 99), "b": (90, 92, 91, 95), "c": (70, 85, 85, 90), "d": (80, 80, None, 80)}


def test_ranks_are_told_with_what_the_weights_do_to_them():
    exhibit = shown("composite_scores", measures(FOUR))
    rows = {row["unit_id"]: row for row in exhibit.frame.iter_rows(named=True)}
    assert rows["a"]["score"] == pytest.approx(100 * (97.5 - 60) / 40)
    assert [rows[unit]["rank"] for unit in "abcd"] == [1, 2, 3, 4]
    assert [(rows[unit]["rank_best"], rows[unit]["rank_worst"]) for unit in "abcd"] == [(1, 1), (2, 2), (3, 4), (3, 4)]
    assert (rows["d"]["missing_indices"], rows["d"]["measures_n"]) == ("brand", 3)
    assert exhibit.finding == "a在任何权重下居首，4个单位，2个名次不随权重变"
    assert "○为缺一项、按其余项折算（1个）" in exhibit.subtitle


def test_first_is_said_only_when_every_weighting_says_it():
    close = {"a": (100, 80, 80, 80), "b": (80, 100, 80, 80), "c": (70, 70, 70, 70)}
    exhibit = shown("composite_scores", measures(close))
    assert "居首" not in exhibit.finding
    assert exhibit.finding == "3个单位，1个名次不随权重变"


def test_a_reader_moves_the_weights_and_the_ranks_move():
    units = {"a": (100, 70, 70, 70), "b": (80, 90, 80, 80)}
    even = shown("composite_scores", measures(units)).frame
    moved = shown("composite_scores", measures(units), weights="pioneer:70,fortress:10,brand:10,conduct:10")
    assert even.filter(pl.col("rank") == 1)["unit_id"].to_list() == ["b"]
    assert moved.frame.filter(pl.col("rank") == 1)["unit_id"].to_list() == ["a"]
    assert "自选权重：先锋指数70%" in moved.subtitle
    for row in moved.frame.iter_rows(named=True):  # the reader's own weights are among those of the envelope
        assert row["rank_best"] <= row["rank"] <= row["rank_worst"]


def test_weights_on_one_index_alone_rank_whoever_has_it():
    units = {"a": (None, 90, 90, 90), "b": (80, 70, 70, 70), "c": (95, 65, 65, 65)}
    rows = {
        row["unit_id"]: row for row in shown("composite_scores", measures(units), weights="pioneer:1").frame.to_dicts()
    }
    assert [(rows[unit]["rank"], rows[unit]["rank_best"]) for unit in "abc"] == [(None, 1), (2, 2), (1, 1)]
    assert rows["b"]["rank_worst"] == 3


def test_a_chosen_unit_keeps_its_place_among_all_of_its_class():
    exhibit = shown("composite_scores", measures(FOUR), units=("c",))
    assert exhibit.frame.select("unit_id", "rank").rows() == [("c", 3)]


def test_consulted_only_units_are_not_ranked():
    frame = pl.concat([measures(FOUR), measures({"z": (99, 99, 99, 99)}, "consulted_only")])
    assert "z" not in shown("composite_scores", frame).frame["unit_id"]


@pytest.mark.parametrize("text", ["pioneer", "pioneer:x", "pioneer:-1,brand:2", "weather:1", "pioneer:0", "brand:nan"])
def test_weights_that_cant_be_read_are_told_with_an_example(text):
    with pytest.raises(ValueError) as told:
        own_weights(text, WEIGHTS, "zh")
    assert str(told.value) == (
        f"weights · “{text}” · 应为“指数:权重”，用逗号隔开，权重为不小于0的数，至少一项大于0 · "
        "请写成 pioneer:0.3,fortress:0.3,brand:0.2,conduct:0.2"
    )


def test_weights_are_relative_and_what_is_not_named_weighs_nothing():
    assert own_weights("pioneer:3, brand:1", WEIGHTS, "zh") == {
        "pioneer": 0.75, "fortress": 0.0, "brand": 0.25, "conduct": 0.0
    }  # fmt: skip
    assert own_weights("", WEIGHTS, "zh") is None
    assert declared(measures(FOUR)) == WEIGHTS


def test_the_envelope_is_of_the_declared_grid():
    assert placed(measures(FOUR), WEIGHTS, WEIGHTS)[1] == 231
    assert placed(measures(FOUR), {**WEIGHTS, "pioneer": 0.7}, WEIGHTS)[1] == 232


def test_fewer_than_three_indices_are_no_composite():
    exhibit = shown("composite_scores", measures({"a": (90, 90, None, None)}))
    assert (exhibit.finding, exhibit.figure) == ("指数不足三项，不计算合成得分", None)


def test_two_indices_that_say_the_same_are_named():
    alike = {f"u{at}": (70 + at, 71 + at, 60 + at * 7 % 11, 90 - at * 5 % 13) for at in range(12)}
    assert shown("index_correlation", measures(alike)).finding.startswith("先锋指数与堡垒指数大体重复")
    other = {f"u{at}": (60 + at * 3 % 17, 60 + at * 5 % 19, 60 + at * 7 % 23, 60 + at * 11 % 29) for at in range(40)}
    assert shown("index_correlation", measures(other)).finding.startswith("没有两个指数大体重复")


# --- coupling ---------------------------------------------------------------------------------------------------------


def two_sides(units: dict[str, tuple[float, float | None]], year=2019) -> pl.DataFrame:
    """unit → U1, U2 (None: no business results), each side of measures that are all alike."""
    rows = [
        {"year": year, "unit_id": unit, "unit": unit, "unit_class": "party_mass", "side": side, "measure": name,
         "subjects_n": 20, "score": None if u is None else 60 + 40 * u, "score_se": 1.0 if side == "party" else None,
         "low": 60.0, "high": 100.0, "weight": 50.0, "suppressed": False}
        for unit, (u1, u2) in units.items()
        for side, name, u in (
            *(("party", name, u1) for name in ("pioneer", "fortress", "brand", "programmes")),
            ("business", "conduct", 0.8),
            ("business", "business", None if u2 is None else 2 * u2 - 0.8),
        )
    ]  # fmt: skip
    return pl.DataFrame(rows, schema_overrides={"score": pl.Float64, "score_se": pl.Float64})


SIDES = {"a": (0.9, 0.7), "b": (0.9, 0.5), "c": (0.5, 0.8), "d": (0.5, 0.55)}


def test_coupling_by_both_formulas():
    exhibit = shown("coupling", two_sides(SIDES))
    rows = {(row["unit_id"], row["formula"]): row for row in exhibit.frame.iter_rows(named=True)}
    assert len(rows) == 8
    assert (rows["a", "wang"]["c"], rows["a", "wang"]["d"]) == pytest.approx((0.7888, 0.7944), abs=5e-5)
    assert rows["a", "standard"]["d"] == pytest.approx(0.8909, abs=5e-5)
    assert rows["b", "wang"]["band"] == "primary"
    assert rows["a", "wang"]["d_lower"] < rows["a", "wang"]["d"] < rows["a", "wang"]["d_upper"]
    assert [rows[unit, "wang"]["quadrant"] for unit in SIDES] == ["both", "party", "business", "neither"]
    assert rows["b", "wang"]["gap"] == pytest.approx(0.4)


def test_the_corners_are_counted():
    exhibit = shown("linkage", two_sides(SIDES))
    assert exhibit.finding == "1个双强，1个党建强业务弱，1个党建弱业务强"
    assert exhibit.frame["quadrant"].n_unique() == 4


def test_the_way_of_few_units_is_told_whole_and_of_many_only_the_last_step():
    years = [two_sides(SIDES, year) for year in (2016, 2017, 2018, 2019)]
    assert shown("linkage", pl.concat(years)).frame["year"].n_unique() == 4
    many = {f"u{at}": (0.5 + at / 50, 0.6) for at in range(12)}
    years = [two_sides(many, year) for year in (2016, 2017, 2018, 2019)]
    exhibit = shown("linkage", pl.concat(years))
    assert sorted(exhibit.frame["year"].unique()) == [2018, 2019]
    assert "箭头自2018年指向2019年" in exhibit.subtitle


@pytest.mark.parametrize("name", ["coupling", "linkage"])
def test_without_business_results_nothing_is_claimed(name):
    exhibit = shown(name, two_sides({"a": (0.9, None), "b": (0.8, None)}))
    assert (exhibit.finding, exhibit.figure) == ("缺少业务实绩，无法两相比较", None)
    assert "请导入综合考核得分（business_score）" in exhibit.subtitle


def test_no_word_of_fusion_claims_a_cause():
    said = [
        text.lower() for key, both in words().items() if "coupl" in key or "linkage" in key for text in both.values()
    ]
    made = [getattr(shown(name, two_sides(SIDES), lang=lang), part) for name in ("coupling", "linkage")
            for lang in LANGUAGES for part in ("finding", "subtitle", "footer", "alt")]  # fmt: skip
    for claim in ("because", "因为", "导致", "促进", "带动", "leads to", "drives"):
        assert not [text for text in [*said, *made] if claim in text]
