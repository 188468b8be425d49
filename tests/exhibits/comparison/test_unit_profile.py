"""The profile of a unit: against the others of its class, tested together over all that is shown."""

import numpy as np
import polars as pl
import pytest
from scipy.stats import fisher_exact

import queries
from exhibits import CATALOGUE, Exhibit, Selection
from inference.against_others import against_others
from inference.multiplicity import holm
from tests.exhibits.answered_frames import around, wilson


def profile(counts: dict[str, tuple[int, int]], due: dict[str, tuple[int, int, int]], lang="zh", **chosen) -> Exhibit:
    """unit → (satisfied, valid), and unit → (on time, overdue, due); all units are of one class but `z`."""
    units = pl.DataFrame({"unit_id": sorted({*counts, *due, "z"})}).with_columns(
        unit=pl.col("unit_id") + "局",
        current_unit_id=pl.col("unit_id"),
        unit_class=pl.when(pl.col("unit_id") == "z").then(pl.lit("party_mass")).otherwise(pl.lit("service_heavy")),
    )
    answers = [
        {"year": 2025, "unit_id": unit, "satisfied_n": x, "valid_n": n, "rate": x / n, "lower": wilson(x, n)[0],
         "upper": wilson(x, n)[1], "suppressed": False}
        for unit, (x, n) in counts.items()
    ]  # fmt: skip
    items = [
        {"group": unit, "on_time": on_time, "overdue": overdue, "due": n, "on_time_rate": on_time / n,
         "on_time_lower": wilson(on_time, n)[0], "on_time_upper": wilson(on_time, n)[1]}
        for unit, (on_time, overdue, n) in due.items()
    ]  # fmt: skip
    scores = pl.DataFrame(
        {"year": [2025] * 3, "index": ["brand"] * 3, "unit_id": ["a", "b", "c"], "score": [80.0, 90.0, 70.0],
         "subjects_n": [1, 1, 1]}
    )  # fmt: skip
    frames = around() | {
        "unit_list": units,
        "satisfaction_by_unit": pl.DataFrame(answers),
        "rectification_summary": pl.DataFrame(items),
        "index_by_unit": scores,
    }
    return CATALOGUE["unit_profile"].make(frames, Selection(lang=lang, group_by="unit", **chosen))


COUNTS = {"a": (80, 100), "b": (95, 100), "c": (94, 100), "z": (10, 100)}
DUE = {"a": (30, 10, 40), "b": (20, 10, 40), "c": (19, 9, 40)}


def test_better_and_worse_only_where_the_test_says_so():
    exhibit = profile(COUNTS, DUE, unit="a")
    rows = exhibit.frame.rows_by_key("metric_name", named=True, unique=True)
    assert list(rows) == ["满意率", "按期销号率", "逾期率（低为好）", "品牌指数均值"]
    satisfaction = rows["满意率"]
    assert (satisfaction["x"], satisfaction["n"], satisfaction["others_x"], satisfaction["others_n"]) == (
        80,
        100,
        189,
        200,
    )
    assert satisfaction["figure"] == "80.0%（80/100）" and satisfaction["figure_of_class"] == "94.5%"
    assert satisfaction["against_class"] == "worse"
    assert rows["按期销号率"]["against_class"] == "better"  # p = 0.0075, times 2 of Holm
    assert rows["逾期率（低为好）"]["against_class"] == "alike"
    assert rows["品牌指数均值"]["against_class"] is None and rows["品牌指数均值"]["figure_of_class"] == "80.0分"
    assert exhibit.finding == "a局，1项好于同类，1项差于同类"
    assert "窗口服务类其余2个单位" in exhibit.subtitle


def test_a_low_share_of_overdue_items_is_the_better_one():
    few_overdue = profile(COUNTS, {"a": (50, 0, 60), "b": (50, 30, 60), "c": (50, 30, 60)}, unit="a")
    said = dict(few_overdue.frame.select("metric_name", "against_class").iter_rows())
    assert said["逾期率（低为好）"] == "better" and said["按期销号率"] == "alike"


def test_units_beside_stand_under_each_measure_and_share_the_level():
    exhibit = profile(COUNTS, DUE, unit="a", beside=("c", "b", "d", "e"))
    assert exhibit.frame.filter(metric_name="满意率")["unit_id"].to_list() == ["a", "c", "b"]
    assert exhibit.finding.startswith("a局")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_a_unit_or_figures_the_reader_is_told(lang):
    assert profile(COUNTS, DUE, lang).finding == {"zh": "请选择一个单位", "en": "Choose a unit"}[lang]
    assert profile(COUNTS, DUE, lang, unit="nobody").frame.is_empty()
    assert profile(COUNTS, {"z": (1, 1, 2)}, lang, unit="z").frame.height == 3


def test_against_others_is_fishers_exact_test_with_holm():
    draw = np.random.default_rng(7)
    n, others_n = draw.integers(1, 60, 40), draw.integers(1, 900, 40)
    rows = pl.DataFrame(
        {"x": draw.binomial(n, 0.8), "n": n, "others_x": draw.binomial(others_n, 0.9), "others_n": others_n}
    )
    one_sided = [
        min(fisher_exact([[x, m - x], [y, k - y]], alternative=side).pvalue for side in ("less", "greater"))
        for x, m, y, k in rows.iter_rows()
    ]
    sure = holm(np.minimum(1, 2 * np.array(one_sided))) <= 0.05
    assert sure.any() and not sure.all()
    assert (against_others(rows) != "alike").to_list() == sure.tolist()


def test_figures_of_the_demonstration_are_those_of_the_questions(demo_home):
    chosen = Selection(unit="A22", group_by="unit")
    spec = CATALOGUE["unit_profile"]
    frames = {name: queries.ask(name, **chosen.params(queries.parameters(name))) for name in spec.questions}
    rows = spec.make(frames, chosen).frame.rows_by_key("metric_name", named=True, unique=True)
    (answers,) = frames["satisfaction_by_unit"].filter(unit_id="A22", year=2025).rows(named=True)
    assert (rows["满意率"]["x"], rows["满意率"]["n"]) == (answers["satisfied_n"], answers["valid_n"])
    (items,) = frames["rectification_summary"].filter(group="A22").rows(named=True)
    assert rows["按期销号率"]["value"] == items["on_time_rate"]
    assert rows["逾期率（低为好）"]["x"] == items["overdue"]
