"""Coupling and quadrants in words: both formulas, the corners, no claim of a cause."""

import polars as pl
import pytest

from tests.exhibits.answered_frames import shown
from words import LANGUAGES, words

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


def test_the_way_of_few_units_is_told_whole_and_of_many_only_a_last_step_beyond_its_interval():
    years = [two_sides(SIDES, year) for year in (2016, 2017, 2018, 2019)]
    assert shown("linkage", pl.concat(years)).frame["year"].n_unique() == 4
    many = {f"u{at}": (0.5 + at / 50, 0.6) for at in range(12)}
    # The standard error of a side is 0.0125: a change of 0.03 is within the interval of a change, 0.04 is not.
    now = many | {"u3": (0.5 + 3 / 50 + 0.04, 0.6), "u4": (0.5 + 4 / 50 - 0.04, 0.6), "u5": (0.5 + 5 / 50 + 0.03, 0.9)}
    years = [two_sides(many, year) for year in (2016, 2017, 2018)]
    exhibit = shown("linkage", pl.concat([*years, two_sides(now, 2019)]))
    assert exhibit.frame.filter(pl.col("year") == 2019).height == 12
    assert sorted(exhibit.frame.filter(pl.col("year") < 2019).select("year", "unit_id").rows()) == [
        (2018, "u3"),
        (2018, "u4"),
    ]
    assert "箭头自2018年指向2019年，只画得分变化超出95%区间的2个单位" in exhibit.subtitle
    assert "箭头" not in shown("linkage", pl.concat([*years, two_sides(many, 2019)])).subtitle


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
