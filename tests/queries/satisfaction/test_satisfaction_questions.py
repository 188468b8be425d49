"""Satisfaction, opinions, indices: breaks, suppression, merged units, bases, divisions."""

import pytest

import queries
from tests.queries.small_build import cells, forms, opinions, score, share, small_build


def by_year(question: str, build, **params) -> dict:
    return queries.ask(question, build=build, **params).rows_by_key(["year"], named=True, unique=True)


def test_merged_unit_has_the_sum_of_its_predecessors(town):
    years = by_year("satisfaction_by_unit", town, units="u1")
    assert (years[2017]["satisfied_n"], years[2017]["valid_n"]) == (40, 50)
    assert (years[2018]["satisfied_n"], years[2018]["valid_n"]) == (90, 100)
    assert [year for year, row in years.items() if row["history_break"]] == [2018]
    assert years[2018]["change"] == pytest.approx(0.9 - 0.8)


def test_new_scale_breaks_the_series(town):
    years = by_year("satisfaction_by_unit", town, units="u1")
    assert years[2020]["break_before"]
    assert (years[2020]["change"], years[2020]["change_lower"], years[2020]["change_upper"]) == (None, None, None)
    assert not years[2019]["break_before"]


def test_first_year_shown_still_knows_the_year_before(town):
    shown = by_year("satisfaction_trend", town, year_from=2019, year_to=2019)
    assert list(shown) == [2019]
    assert shown[2019]["change"] == pytest.approx((430 + 97 + 4 + 11) / 617 - 570 / 600)


def test_rate_of_a_total_is_counts_divided_once(town):
    total = by_year("satisfaction_trend", town)[2019]
    assert (total["satisfied_n"], total["valid_n"], total["dk_n"]) == (542, 617, 7)
    assert total["rate"] == pytest.approx(542 / 617)


def test_other_items_stand_apart(town):
    assert by_year("satisfaction_trend", town, item="attitude")[2019]["valid_n"] == 20


def test_a_suppressed_year_leaves_no_change_behind(tmp_path):
    build = small_build(
        tmp_path / "b.duckdb",
        survey_answer=[*share(2018, "u1", 9, 9), *share(2019, "u1", 40, 50), *share(2020, "u1", 45, 50)],
    )
    years = by_year("satisfaction_by_unit", build)
    assert years[2018]["suppressed"]
    assert years[2018]["valid_n"] is None
    assert years[2019]["change"] is None
    assert years[2020]["change"] == pytest.approx(0.1)


def test_a_gap_of_a_year_leaves_no_change(tmp_path):
    build = small_build(tmp_path / "b.duckdb", survey_answer=[*share(2018, "u1", 40, 50), *share(2020, "u1", 45, 50)])
    assert by_year("satisfaction_trend", build)[2020]["change"] is None


def test_four_bases_of_one_ballot(tmp_path):
    """20/30/30/20 on the cz4 scale; points 90/80/70/50."""
    answers = {"very_satisfied": 20, "satisfied": 30, "basically_satisfied": 30, "dissatisfied": 20, "dont_know": 50}
    build = small_build(tmp_path / "b.duckdb", survey_answer=cells(2017, "u1", answers))
    rates = {basis: by_year("satisfaction_trend", build, basis=basis)[2017] for basis in queries.CHOICES["basis"]}
    assert {basis: row["rate"] for basis, row in rates.items()} == pytest.approx(
        {"top": 0.2, "two": 0.5, "three": 0.8, "points": 0.73}
    )
    assert {row["valid_n"] for row in rates.values()} == {100}
    assert [rates[basis]["verdict"] for basis in ("top", "two", "three", "points")] == [None, None, "not_met", None]
    assert rates["points"]["satisfied_n"] is None


def test_points_have_the_interval_of_a_mean(tmp_path):
    build = small_build(
        tmp_path / "b.duckdb",
        survey_answer=[
            *cells(2018, "u1", {"very_satisfied": 50, "dissatisfied": 50}),
            *cells(2019, "u1", {"very_satisfied": 60, "dissatisfied": 40}),
        ],
    )
    years = by_year("satisfaction_trend", build, basis="points")
    # Points are 90 or 50: the variance of a mean is (0.4²·p·q·n/(n−1))/n.
    se = {year: (0.4**2 * p * (1 - p) / 99) ** 0.5 for year, p in ((2018, 0.5), (2019, 0.6))}
    assert years[2018]["upper"] - years[2018]["rate"] == pytest.approx(1.959964 * se[2018], abs=1e-6)
    reach = 1.959964 * (se[2018] ** 2 + se[2019] ** 2) ** 0.5
    assert years[2019]["change"] == pytest.approx(0.04)
    assert years[2019]["change_upper"] == pytest.approx(0.04 + reach, abs=1e-6)
    assert years[2019]["change_lower"] == pytest.approx(0.04 - reach, abs=1e-6)


@pytest.mark.parametrize(("scale_id", "basis"), [("js6", "three"), ("js6", "points"), ("nj3", "points")])
def test_a_basis_that_the_scale_does_not_know_has_no_rate(tmp_path, scale_id, basis):
    answers = {"fairly_satisfied": 40, "dissatisfied": 10}
    build = small_build(tmp_path / "b.duckdb", survey_answer=cells(2018, "u1", answers, scale_id))
    (row,) = queries.ask("satisfaction_trend", build=build, basis=basis).to_dicts()
    assert (row["valid_n"], row["rate"], row["verdict"], row["suppressed"]) == (50, None, None, False)
    assert queries.ask("satisfaction_trend", build=build, basis="two")["rate"][0] == pytest.approx(0.8)


def test_published_ballot_of_nanjing_2002(tmp_path):
    answers = {"satisfied": 3769, "fairly_satisfied": 6113, "dissatisfied": 118}
    build = small_build(tmp_path / "b.duckdb", survey_answer=cells(2002, "u1", answers, "nj3"))
    assert queries.ask("satisfaction_trend", build=build, basis="top")["rate"][0] == pytest.approx(0.3769)
    assert queries.ask("satisfaction_trend", build=build, basis="two")["rate"][0] == pytest.approx(0.9882)


@pytest.mark.parametrize(
    ("x", "n", "verdict"),
    [
        (980, 1000, "met"),
        (950, 1000, "undecided"),
        (900, 1000, "not_met"),
        (9, 9, "too_few"),
        (60, 60, "undecided"),
        (61, 61, "met"),
    ],
)
def test_verdict_against_the_line(tmp_path, x, n, verdict):
    build = small_build(tmp_path / "b.duckdb", survey_answer=share(2018, "u1", x, n))
    assert queries.ask("satisfaction_trend", build=build)["verdict"].to_list() == [verdict]


@pytest.mark.parametrize("n", [9, 100])
def test_without_a_line_there_is_no_verdict_of_few_or_many(tmp_path, n):
    build = small_build(tmp_path / "b.duckdb", survey_answer=share(2018, "u1", n - 1, n))
    row = queries.ask("satisfaction_trend", build=build, basis="top").row(0, named=True)
    assert (row["verdict"], row["suppressed"]) == (None, n < 10)
    with queries.connect(build) as cursor:
        assert cursor.execute("select verdict(0.5, 0.7, $n::bigint, null)", {"n": n}).fetchone() == (None,)


def test_divisions_are_those_of_the_year(tmp_path):
    rows = [
        *share(2019, "u1", 40, 50, division_code="320602"),
        *share(2019, "u1", 30, 50, division_code="320611"),
        *share(2020, "u1", 45, 50, division_code="320602"),
        *share(2021, "u1", 48, 50, division_code="320613"),
        *share(2021, "u1", 20, 25, division_code="NTKFQ"),
        *share(2021, "u1", 20, 25, division_code=None, group="experts"),
    ]
    build = small_build(tmp_path / "b.duckdb", survey_answer=rows)
    answer = queries.ask("satisfaction_by_division", build=build)
    assert answer.select("year", "division_code", "valid_n").rows() == [
        (2019, "320602", 50),
        (2019, "320611", 50),
        (2020, "320613", 50),
        (2021, "320613", 50),
        (2021, "NTKFQ", 25),
    ]
    on_map = queries.ask("division_metrics", build=build, year_from=2021)
    assert set(on_map["metric"]) == {"satisfaction_rate", "dissatisfied_rate", "dont_know_rate", "valid_n"}
    assert on_map["lng"].null_count() == 0


def test_problem_opinions_are_counted_per_valid_form(town):
    rows = queries.ask("opinion_trend", build=town).rows_by_key(["year", "channel"], named=True, unique=True)
    paper = rows[2019, "paper"]
    assert (paper["problems_n"], paper["praise_n"], paper["raw_n"], paper["valid_n"]) == (30, 10, 60, 500)
    assert paper["rate"] == pytest.approx(0.06)
    z = 1.959963984540054
    assert paper["upper"] == pytest.approx((30 + z * z / 2 + z * (30 + z * z / 4) ** 0.5) / 500)
    assert paper["change"] == pytest.approx(0.06 - 0.1)


def test_a_new_channel_breaks_the_total_but_not_the_channel(town):
    rows = queries.ask("opinion_trend", build=town).rows_by_key(["year", "channel"], named=True, unique=True)
    assert rows[2020, "all"]["break_before"]
    assert rows[2020, "all"]["change"] is None
    assert rows[2020, "paper"]["change"] == pytest.approx(0.02)


def test_a_new_channel_is_marked_across_a_year_without_opinions(tmp_path):
    rows = [*opinions(2018, 5), *opinions(2020, 6), *opinions(2020, 6, channel="online")]
    given = [*forms(2018, 100), *forms(2020, 100), *forms(2020, 100, channel="online")]
    answer = queries.ask("opinion_trend", build=small_build(tmp_path / "b.duckdb", opinion=rows, survey_form=given))
    of_all = answer.filter(channel="all").select("year", "break_before", "change").rows()
    assert of_all == [(2018, False, None), (2020, True, None)]


def test_opinions_without_forms_are_counts_only(tmp_path):
    build = small_build(tmp_path / "b.duckdb", opinion=opinions(2019, 5))
    row = queries.ask("opinion_trend", build=build).row(0, named=True)
    assert (row["problems_n"], row["rate"], row["suppressed"]) == (5, None, False)


def test_opinions_of_few_forms_are_not_shown(tmp_path):
    build = small_build(tmp_path / "b.duckdb", opinion=opinions(2019, 5), survey_form=forms(2019, 9))
    row = queries.ask("opinion_trend", build=build).row(0, named=True)
    assert (row["problems_n"], row["valid_n"], row["rate"], row["suppressed"]) == (None, None, None, True)


def test_themes_add_up_to_all_problems(town):
    themes = queries.ask("opinion_themes", build=town, year_from=2020)
    assert dict(themes.select("theme", "problems_n").rows()) == {"attitude": 40, "policy": 90}
    assert themes["share"].sum() == pytest.approx(1)


def test_index_change_is_of_the_same_subjects(town):
    rows = queries.ask("index_trend", build=town).rows_by_key(["year", "index"], named=True, unique=True)
    fortress = rows[2019, "fortress"]
    assert (fortress["subjects_n"], fortress["pairs_n"]) == (5, 5)
    assert (fortress["mean"], fortress["median"], fortress["change"]) == pytest.approx((84.0, 84.0, 2.0))


def test_few_members_are_not_shown(town):
    rows = queries.ask("index_by_unit", build=town, index="pioneer")
    assert rows["suppressed"].to_list() == [True]
    assert rows["score"].to_list() == [None]
    assert rows["subjects_n"].to_list() == [None]


def test_other_rules_are_not_compared(tmp_path):
    rows = [score(2018, "conduct", "u1", 80.0), score(2019, "conduct", "u1", 90.0, rule_set="r2")]
    build = small_build(tmp_path / "b.duckdb", index_score=rows)
    years = by_year("index_trend", build)
    assert years[2019]["break_before"]
    assert (years[2019]["change"], years[2019]["pairs_n"]) == (None, 0)


def test_headline_has_four_figures(town):
    rows = queries.ask("headline", build=town, year_to=2024).rows_by_key(["metric"], named=True, unique=True)
    assert list(rows) == ["satisfaction_rate", "problem_opinion_rate", "on_time_closure_rate", "overdue_rate"]
    assert rows["satisfaction_rate"]["target"] == 0.94
    assert rows["overdue_rate"]["change_lower"] is None
    on_time = rows["on_time_closure_rate"]
    assert (on_time["year"], on_time["numerator_n"], on_time["valid_n"]) == (2024, 13, 15)


def test_attention_names_what_is_wrong(town):
    rows = queries.ask("attention", build=town, year_to=2019)
    found = {(row["kind"], row["unit_id"]) for row in rows.to_dicts()}
    assert {
        ("below_target", "u2"),
        ("fell", "u2"),
        ("too_few", "u3"),
        ("too_few", "u4"),
        ("overdue", "u1"),
        ("overdue", "u2"),
        ("deadline_day", "u3"),
    } == found
    few = rows.filter(kind="too_few").row(0, named=True)
    assert few["valid_n"] is None


def test_filters_reach_every_series(town):
    build = town
    assert by_year("satisfaction_trend", build, groups="enterprises")[2019]["valid_n"] == 100
    assert by_year("satisfaction_trend", build, unit_class="party_mass")[2019]["valid_n"] == 500
    assert queries.ask("unit_list", build=build, units="u1")["unit_id"].to_list() == ["u1", "old1"]
    assert queries.ask("unit_list", build=build, unit_class="party_mass")["unit_id"].to_list() == ["u2"]
