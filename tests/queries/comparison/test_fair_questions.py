"""Weighted rates, parts of a change and units side by side, against the same computed answer by answer."""

import duckdb
import numpy as np
import pytest

import queries
from etl.warehouse.build_schema import schema
from tests.queries.small_build import cells, forms, sampling, share, small_build, unit

YEAR = 2024
GROUPS = {"leaders": (58, 60), "delegates": (70, 80), "residents": (180, 200)}
WEIGHTS = {"leaders": 20.0, "delegates": 20.0, "residents": 20.0}


def asked(name, build, **params):
    return queries.ask(name, build=build, **params)


def answers(year=YEAR, unit_id="u1", groups=GROUPS):
    return [cell for group, (x, n) in groups.items() for cell in share(year, unit_id, x, n, group=group)]


def built(tmp_path, rows, **more):
    units = [unit(name) for name in sorted({row["unit_id"] for row in rows})]
    return small_build(tmp_path / "fair.duckdb", unit=units, survey_answer=rows, **more)


def by_answers(strata, domain, population=None):
    """rate, variance: each answer's z by itself, the textbook's formula. strata, domain: group → (satisfied, valid)."""
    total = sum(WEIGHTS[group] for group in domain)
    y = {group: np.repeat([1.0, 0.0], [x, n - x]) for group, (x, n) in domain.items()}
    w = {group: WEIGHTS[group] / len(y[group]) for group in domain}
    rate = sum(w[group] * y[group].sum() for group in domain) / total
    variance = 0.0
    for group in domain:
        n = strata[group][1]
        z = np.concatenate([w[group] * (y[group] - rate) / total, np.zeros(n - len(y[group]))])
        drawn = n / population[group] if population else 0.0
        variance += (1 - drawn) * n / (n - 1) * ((z**2).sum() - z.sum() ** 2 / n)
    return rate, variance


def test_the_weighted_rate_and_its_variance_are_those_of_the_answers_one_by_one(tmp_path):
    row = asked("satisfaction_weighted", built(tmp_path, answers())).row(0, named=True)
    rate, variance = by_answers(GROUPS, GROUPS)
    assert row["weighted_rate"] == pytest.approx(rate, abs=1e-12)
    assert row["variance"] == pytest.approx(variance, abs=1e-15)
    assert (row["valid_n"], row["freedom"], row["finite"]) == (340, 337, False)
    assert row["plain_rate"] == pytest.approx(308 / 340)
    weights = np.repeat([20 / 60, 20 / 80, 20 / 200], [60, 80, 200])
    assert row["kish_effect"] == pytest.approx(340 * (weights**2).sum() / weights.sum() ** 2, abs=1e-12)
    assert row["missing"] == "enterprises,experts,grassroots"
    assert row["unweighted"] is None


def test_a_domain_keeps_the_whole_design(tmp_path):
    other = {group: (n // 2, n) for group, (_, n) in GROUPS.items()}
    build = built(tmp_path, [*answers(), *answers(unit_id="u2", groups=other)])
    row = asked("satisfaction_weighted", build, units=["u1"]).row(0, named=True)
    rate, variance = by_answers({group: (0, 2 * n) for group, (_, n) in GROUPS.items()}, GROUPS)
    assert row["weighted_rate"] == pytest.approx(rate, abs=1e-12)
    assert row["variance"] == pytest.approx(variance, abs=1e-15)
    assert row["valid_n"] == 340


def test_issued_forms_are_the_population_where_all_are_known(tmp_path):
    population = {"leaders": 75, "delegates": 100, "residents": 800}
    issued = [form for group, n in population.items() for form in forms(YEAR, GROUPS[group][1], group=group, issued=n)]
    row = asked("satisfaction_weighted", built(tmp_path, answers(), survey_form=issued)).row(0, named=True)
    assert row["variance"] == pytest.approx(by_answers(GROUPS, GROUPS, population)[1], abs=1e-15)
    assert row["finite"]


def test_forms_of_unknown_number_or_fewer_than_the_answers_are_no_population(tmp_path):
    issued = [*forms(YEAR, 1, group="leaders", issued=10), *forms(YEAR, 1, group="residents", issued=500),
              *forms(YEAR, 1, group="residents", channel="online")]  # fmt: skip
    row = asked("satisfaction_weighted", built(tmp_path, answers(), survey_form=issued)).row(0, named=True)
    assert row["variance"] == pytest.approx(by_answers(GROUPS, GROUPS)[1], abs=1e-15)
    assert not row["finite"]


def test_answers_of_a_drawn_cluster_resemble_each_other(tmp_path):
    """Residents were drawn by division: their z are summed to it, the textbook's formula. Of one unit alone there is no
    figure: answers by unit, group and division together are never shown."""
    of_places = {"320612": (20, 40), "320623": (70, 80), "320681": (90, 80 + 20)}
    rows = [cell for group in ("leaders", "delegates") for cell in share(YEAR, "u1", *GROUPS[group], group=group)]
    for place, (x, n) in of_places.items():
        rows += share(YEAR, "u1", x, n, group="residents", division_code=place)
    drawn = [row | {"drawn_by": "division" if row["group"] == "residents" else "answer"} for row in sampling()]
    build = built(tmp_path, rows, sampling=drawn)
    weight = {group: 20 / 60 / n for group, (_, n) in (GROUPS | {"residents": (180, 220)}).items()}
    rate = 1 / 3 * (58 / 60 + 70 / 80 + 180 / 220)
    variance = 0.0
    for group in ("leaders", "delegates"):
        x, n = GROUPS[group]
        z = weight[group] * (np.repeat([1.0, 0.0], [x, n - x]) - rate)
        variance += n / (n - 1) * ((z**2).sum() - z.sum() ** 2 / n)
    z = np.array([weight["residents"] * (x - rate * n) for x, n in of_places.values()])
    variance += 3 / 2 * ((z**2).sum() - z.sum() ** 2 / 3)
    assert asked("satisfaction_weighted", build, units=["u1"])["suppressed"].to_list() == [True]
    row = asked("satisfaction_weighted", build).row(0, named=True)
    assert row["weighted_rate"] == pytest.approx(rate, abs=1e-12)
    assert row["variance"] == pytest.approx(variance, abs=1e-15)
    assert row["freedom"] == 60 + 80 + 3 - 3


def test_a_group_without_weight_is_named_and_left_out(tmp_path):
    rows = [*answers(), *share(YEAR, "u1", 0, 50, group="passers_by")]
    row = asked("satisfaction_weighted", built(tmp_path, rows)).row(0, named=True)
    assert row["weighted_rate"] == pytest.approx(by_answers(GROUPS, GROUPS)[0], abs=1e-12)
    assert (row["unweighted"], row["valid_n"]) == ("passers_by", 340)


def test_few_answers_have_no_weighted_rate(tmp_path):
    row = asked("satisfaction_weighted", built(tmp_path, answers(groups={"leaders": (4, 9)}))).row(0, named=True)
    assert row["suppressed"]
    assert {row[name] for name in ("valid_n", "weighted_rate", "variance", "plain_rate")} == {None}


def test_points_are_weighted_too(tmp_path):
    rows = [*cells(YEAR, "u1", {"very_satisfied": 50, "dissatisfied": 50}, group="leaders"),
            *cells(YEAR, "u1", {"satisfied": 20}, group="residents")]  # fmt: skip
    row = asked("satisfaction_weighted", built(tmp_path, rows), basis="points").row(0, named=True)
    assert row["weighted_rate"] == pytest.approx((0.70 + 0.80) / 2, abs=1e-12)


def two_years(tmp_path, before, now, **more):
    rows = [cell for year, counts in ((2023, before), (2024, now)) for name, (x, n) in counts.items()
            for cell in share(year, name, x, n)]  # fmt: skip
    return built(tmp_path, rows, **more)


def test_the_parts_add_up_to_the_change_and_are_those_of_kitagawa(tmp_path):
    build = two_years(tmp_path, {"u1": (90, 100), "u2": (240, 300)}, {"u1": (285, 300), "u2": (85, 100)})
    parts = asked("satisfaction_decomposition", build).rows_by_key("key", named=True, unique=True)
    assert parts["u1"]["mix"] == pytest.approx(0.5 * ((0.90 + 0.95) / 2 - (0.825 + 0.925) / 2), abs=1e-12)
    assert parts["u1"]["rate"] == pytest.approx(0.05 * (0.25 + 0.75) / 2, abs=1e-12)
    assert parts["u2"]["rate"] == pytest.approx(0.05 * (0.75 + 0.25) / 2, abs=1e-12)
    assert sum(part["total"] for part in parts.values()) == pytest.approx(370 / 400 - 330 / 400, abs=1e-12)
    assert all(part["total"] == part["mix"] + part["rate"] for part in parts.values())
    assert parts["u1"]["lower"] < parts["u1"]["rate"] < parts["u1"]["upper"]


def test_a_unit_that_comes_or_goes_is_all_composition(tmp_path):
    build = two_years(tmp_path, {"u1": (90, 100), "u2": (50, 100)}, {"u1": (90, 100), "u3": (99, 100)})
    parts = asked("satisfaction_decomposition", build).rows_by_key("key", named=True, unique=True)
    assert {parts[name]["rate"] for name in parts} == {0}
    assert parts["u2"]["mix"] > 0 and parts["u3"]["mix"] > 0
    assert sum(part["total"] for part in parts.values()) == pytest.approx(189 / 200 - 140 / 200, abs=1e-12)


def test_parts_too_small_to_be_shown_hide_behind_others(tmp_path):
    build = two_years(
        tmp_path,
        {"u1": (90, 100), "u2": (45, 50), "u3": (20, 30), "u4": (3, 4)},
        {"u1": (95, 100), "u2": (45, 50), "u3": (25, 30), "u4": (11, 12)},
    )
    answer = asked("satisfaction_decomposition", build)
    assert set(answer["key"]) == {"u1", "u2", "other"}
    hidden = answer.rows_by_key("key", named=True, unique=True)["other"]
    assert (hidden["valid_n_before"], hidden["valid_n"]) == (34, 42)
    assert answer["total"].sum() == pytest.approx(176 / 192 - 158 / 184, abs=1e-12)


def test_no_parts_across_a_change_of_scale(tmp_path):
    rows = [*share(2023, "u1", 90, 100), *cells(2024, "u1", {"satisfied": 95, "dissatisfied": 5}, "hz5")]
    assert asked("satisfaction_decomposition", built(tmp_path, rows)).is_empty()


def test_groups_are_parts_as_well(tmp_path):
    rows = [*answers(2023), *answers(2024, groups=GROUPS | {"residents": (198, 200)})]
    answer = asked("satisfaction_decomposition", built(tmp_path, rows), split_by="group")
    assert answer["key"][0] == "residents"
    assert answer.filter(answer["key"] != "residents")["total"].to_list() == [0, 0]


def years_of(counts, unit_id="u1"):
    return [cell for year, (x, n) in counts.items() for cell in share(year, unit_id, x, n)]


def test_three_years_together_are_those_that_are_shown(tmp_path):
    """A sum over years with a hidden one, less the others, would be the hidden one."""
    build = built(tmp_path, years_of({2022: (30, 40), 2023: (4, 5), 2024: (30, 40)}))
    row = asked("unit_answers", build, span="three").row(0, named=True)
    assert (row["year_first"], row["year"], row["years_n"]) == (2022, 2024, 2)
    assert (row["satisfied_n"], row["valid_n"], row["suppressed"]) == (60, 80, False)


def test_a_unit_that_is_small_every_year_is_not_shown_over_three(tmp_path):
    build = built(tmp_path, years_of({2022: (7, 8), 2023: (8, 9), 2024: (9, 9)}))
    for span in ("year", "three"):
        row = asked("unit_answers", build, span=span).row(0, named=True)
        assert (row["satisfied_n"], row["valid_n"], row["years_n"], row["suppressed"]) == (None, None, 0, True)


def test_years_before_a_change_of_scale_are_not_added(tmp_path):
    old = cells(2022, "u1", {"satisfied": 40}, "hz5")
    build = built(tmp_path, [*old, *years_of({2023: (30, 40), 2024: (30, 40)})])
    row = asked("unit_answers", build, span="three").row(0, named=True)
    assert (row["year_first"], row["valid_n"]) == (2023, 80)


def test_points_compare_no_units(tmp_path):
    assert asked("unit_answers", built(tmp_path, answers()), basis="points").is_empty()


def test_the_expected_are_those_of_the_groups_that_were_asked(tmp_path):
    rows = [*answers(groups={"leaders": (98, 100), "residents": (60, 100)}),
            *answers(unit_id="u2", groups={"leaders": (90, 100), "residents": (280, 300)})]  # fmt: skip
    row = asked("unit_case_mix", built(tmp_path, rows)).row(0, named=True)
    assert row["dissatisfied_n"] == 42
    assert row["expected_n"] == pytest.approx(100 * 12 / 200 + 100 * 60 / 400, abs=1e-12)


def test_expected_and_observed_add_up_to_the_same(tmp_path):
    rows = [*answers(), *answers(unit_id="u2", groups={"leaders": (30, 40), "residents": (99, 100)})]
    answer = asked("unit_case_mix", built(tmp_path, rows))
    assert answer["expected_n"].sum() == pytest.approx(answer["dissatisfied_n"].sum(), abs=1e-9)


BRIDGE = {"from_scale": "cz4", "to_scale": "hz5", "basis": "three", "approved_by": "市级机关工委",
          "approved_on": "2025-01-10", "source": "parallel survey of 2024"}  # fmt: skip


@pytest.fixture(params=["satisfaction_trend", "satisfaction_weighted"])
def yearly(request):
    return request.param


def over_a_change_of_scale(tmp_path, **bridge):
    rows = [*share(2023, "u1", 90, 100), *cells(2024, "u1", {"satisfied": 95, "dissatisfied": 5}, "hz5")]
    return built(tmp_path, rows, **({"scale_bridge": [BRIDGE | bridge]} if bridge else {}))


def test_an_approved_bridge_lets_two_scales_be_compared(tmp_path, yearly):
    build = over_a_change_of_scale(tmp_path, basis="three")
    assert asked(yearly, build)["break_before"].to_list() == [False, False]
    assert asked(yearly, build, basis="top")["break_before"].to_list() == [False, True]
    assert asked("satisfaction_decomposition", build)["change"].to_list() == pytest.approx([0.05])
    assert asked("unit_answers", build, span="three")["valid_n"].to_list() == [200]


@pytest.mark.parametrize("lacking", [{"approved_by": None}, {"approved_on": None}, {"to_scale": "nj3"}])
def test_a_bridge_that_nobody_approved_bridges_nothing(tmp_path, yearly, lacking):
    build = over_a_change_of_scale(tmp_path, **lacking)
    assert asked(yearly, build)["break_before"].to_list() == [False, True]
    assert asked("satisfaction_decomposition", build).is_empty()
    assert asked("unit_answers", build, span="three")["valid_n"].to_list() == [100]


@pytest.mark.parametrize("few", [[], cells(2023, "u1", {"satisfied": 5}, "hz5")], ids=["missing", "few"])
def test_a_new_scale_is_marked_across_a_year_that_is_not_shown(tmp_path, yearly, few):
    rows = [*share(2022, "u1", 90, 100), *few, *cells(2024, "u1", {"satisfied": 95, "dissatisfied": 5}, "hz5")]
    years = asked(yearly, built(tmp_path, rows))
    assert years.select("year", "break_before").rows() == [
        (2022, False),
        *([(2023, False)] if few else []),
        (2024, True),
    ]


def test_a_build_older_than_the_weights_still_answers(tmp_path):
    build = built(tmp_path, answers())
    with duckdb.connect(str(build)) as older:
        older.execute("drop table group_weights")
        older.execute("drop table sampling")
        older.execute("drop table scale_bridge")
        older.execute("drop table suppressed_figure")
    row = asked("satisfaction_weighted", build).row(0, named=True)
    assert (row["weighted_rate"], row["suppressed"]) == (None, False)
    assert asked("satisfaction_trend", build)["rate"].to_list() == [pytest.approx(308 / 340)]


def test_tables_for_older_builds_are_those_of_the_build():
    shape = "select table_name, column_name, data_type from duckdb_columns() where not internal order by all"
    stand_in, real = duckdb.connect(), duckdb.connect()
    stand_in.execute((queries.HERE / "older_builds" / "tables.sql").read_text(encoding="utf-8"))
    real.execute(schema())
    given, built = stand_in.sql(shape).fetchall(), real.sql(shape).fetchall()
    whole = [row for row in given if not row[0].endswith("_columns")]
    assert whole == [row for row in built if row[0] in {table for table, *_ in whole}]
    added = {(table.removesuffix("_columns"), *column) for table, *column in given if table.endswith("_columns")}
    assert added and added <= {(table, *column) for table, *column in built}
