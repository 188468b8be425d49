"""Comparisons of units and the parts of a change: what they say, and what they must not."""

import json
import random
import subprocess
import sys

import polars as pl
import pytest

from exhibits import CATALOGUE, Selection
from exhibits.gates import Facts, allowed
from tests.exhibits.answered_frames import around, wilson
from words import LANGUAGES

NAMES = ("satisfaction_weighted", "satisfaction_decomposition", "unit_funnel", "unit_ranking", "unit_shrunk",
         "unit_case_mix")  # fmt: skip
COLUMNS = {
    "satisfaction_weighted": {"year", "rate", "lower", "upper", "valid_n", "verdict", "change", "missing"},
    "satisfaction_decomposition": {"unit_id", "unit", "mix", "rate", "total"},
    "unit_funnel": {"unit_id", "unit", "unit_class", "valid_n", "rate", "centre", "lower", "upper", "flag"},
    "unit_ranking": {"unit_id", "unit", "unit_class", "rank", "rank_lower", "rank_upper", "band"},
    "unit_shrunk": {"unit_id", "unit", "rate", "shrunk", "lower", "upper"},
    "unit_case_mix": {"unit_id", "unit", "dissatisfied_n", "expected_n", "ratio", "ratio_lower", "ratio_upper", "flag"},
}


def units(counts, unit_class="service_heavy", target=0.94):
    """unit → (satisfied, valid), as the question unit_answers answers."""
    rows = []
    for name, (x, n) in counts.items():
        lower, upper = wilson(x, n)
        known = {"satisfied_n": x, "valid_n": n, "rate": x / n, "lower": lower, "upper": upper}
        known = known if n >= 10 else dict.fromkeys(known)
        rows.append(
            {"year": 2024, "year_first": 2024, "years_n": int(n >= 10)}
            | {"unit_id": name, "unit": f"{name}局", "unit_class": unit_class}
            | known
            | {"target": target, "suppressed": n < 10}
        )
    counts_and_rates = {"satisfied_n": pl.Int64, "valid_n": pl.Int64, "rate": pl.Float64, "lower": pl.Float64,
                        "upper": pl.Float64, "target": pl.Float64}  # fmt: skip
    return pl.DataFrame(rows, schema_overrides=counts_and_rates)


def shown(name, frame, lang="zh", **choices):
    return CATALOGUE[name].make(around() | {"unit_answers": frame}, Selection(lang=lang, **choices))


EQUAL = {f"u{no:02}": (114 + no % 4, 120) for no in range(12)}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_equal_units_are_neither_named_nor_flagged(lang):
    ranking, funnel = (shown(name, units(EQUAL), lang) for name in ("unit_ranking", "unit_funnel"))
    assert (
        ranking.finding
        == {"zh": "12个单位，无一可认定最高或最低", "en": "12 units; none can be called highest or lowest"}[lang]
    )
    assert (
        funnel.finding
        == {"zh": "12个单位，无一可认定异于同类", "en": "12 units; none can be told from its class"}[lang]
    )
    assert set(ranking.frame["band"]) == {1}


def test_a_unit_that_is_truly_apart_is_named():
    far = units(EQUAL | {"low": (60, 120)})
    assert shown("unit_ranking", far).finding == "13个单位，1个可认定为类内最低"
    assert shown("unit_funnel", far).finding == "13个单位，1个低于同类常态，1个确低于94%"


def test_classes_are_not_compared_with_one_another():
    two = pl.concat([units(EQUAL), units({f"p{no}": (60, 120) for no in range(5)}, "party_mass", target=None)])
    assert shown("unit_ranking", two).finding == "17个单位，无一可认定最高或最低"
    funnel = shown("unit_funnel", two).frame
    assert set(funnel["flag"]) == {"within"}
    assert funnel.filter(pl.col("unit_class") == "party_mass")["centre"].to_list() == [0.5] * 5


def test_a_unit_alone_in_its_class_is_neither_best_nor_worst():
    assert shown("unit_ranking", units({"u1": (90, 100)})).finding == "1个单位"


def test_consulted_units_are_never_ranked():
    frame = pl.concat([units(EQUAL), units({"c1": (30, 40)}, "consulted_only")])
    assert "c1" not in shown("unit_ranking", frame).frame["unit_id"]


def test_the_choice_of_units_marks_and_narrows_nothing():
    whole, chosen = (shown("unit_shrunk", units(EQUAL), units=choice) for choice in ((), ("u03",)))
    assert whole.frame.equals(chosen.frame)
    ticks = chosen.figure.layout.yaxis.ticktext
    assert [tick for tick in ticks if tick.startswith("▸")] == ["▸u03局"]


@pytest.mark.parametrize("name", ["unit_funnel", "unit_ranking", "unit_shrunk"])
def test_small_units_are_listed_and_judged_nowhere(name):
    exhibit = shown(name, units(EQUAL | {"few": (7, 8)}))
    few = exhibit.frame.filter(pl.col("unit_id") == "few").drop(
        "year", "year_first", "years_n", "unit_id", "unit", "unit_class", "target", "suppressed"
    )
    assert few.null_count().row(0) == (1,) * few.width
    assert exhibit.frame.filter(pl.col("unit_id") != "few").equals(
        shown(name, units(EQUAL)).frame.select(exhibit.frame.columns)
    )


@pytest.mark.parametrize("name", ["unit_funnel", "unit_ranking", "unit_shrunk"])
def test_points_say_why_units_are_not_compared(name):
    exhibit = shown(name, units(EQUAL).clear(), basis="points")
    assert exhibit.finding == "测评得分不作单位比较"
    assert "三档口径" in exhibit.subtitle


def test_only_small_units_leave_nothing_to_see():
    assert shown("unit_funnel", units({"few": (7, 8)})).finding == "有效答卷不足10份或可由此推算，不予显示"


def test_units_alike_are_said_to_be():
    assert shown("unit_shrunk", units(EQUAL)).finding == "1类单位之间没有发现超出偶然的差别"


def test_a_place_is_said_only_of_a_rank_interval_of_one():
    assert allowed("place", Facts(ranks=(1, 1, 5))) == "first"
    assert allowed("place", Facts(ranks=(5, 5, 5))) == "last"
    assert allowed("place", Facts(ranks=(1, 2, 5))) is None
    assert allowed("place", Facts(ranks=(1, 1, 1))) is None


def test_a_trend_is_said_only_when_its_test_bears_it():
    assert allowed("trend", Facts(z=3.0, p=0.003)) == "rises_overall"
    assert allowed("trend", Facts(z=-3.0, p=0.003)) == "falls_overall"
    assert allowed("trend", Facts(z=1.0, p=0.3)) == "no_trend"
    assert allowed("trend", Facts()) is None


@pytest.mark.parametrize("name", NAMES)
def test_the_command_shows_the_finished_frame(name, demo_home):
    done = subprocess.run(
        [sys.executable, "-m", "exhibits", name, "--format", "json", "--lang", "en"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    rows = json.loads(done.stdout)["frame"]
    assert rows and COLUMNS[name] <= rows[0].keys()


def test_the_parts_on_show_add_up_to_the_change(demo_home):
    import queries

    spec = CATALOGUE["satisfaction_decomposition"]
    for split_by in ("unit", "group"):
        chosen = Selection(split_by=split_by)
        frames = {each: queries.ask(each, **chosen.params(queries.parameters(each))) for each in spec.questions}
        frame = spec.make(frames, chosen).frame
        assert frame["total"].sum() == pytest.approx(frame["change"][0], abs=1e-12)


def test_a_city_of_equal_units_is_hardly_ever_said_to_have_a_best_or_a_worst():
    """Ninety units in three classes, all truly at 95 %: at most one title in twenty may name any."""
    chance = random.Random(20261125)
    runs = 60
    named = 0
    for _ in range(runs):
        classes = []
        for unit_class, many in (("service_heavy", 35), ("service_light", 30), ("party_mass", 25)):
            sizes = {f"{unit_class}{no}": chance.randint(30, 250) for no in range(many)}
            satisfied = {name: sum(chance.random() < 0.95 for _ in range(n)) for name, n in sizes.items()}
            classes.append(units({name: (satisfied[name], n) for name, n in sizes.items()}, unit_class))
        named += "无一" not in shown("unit_ranking", pl.concat(classes)).finding
    assert named <= 0.05 * runs
