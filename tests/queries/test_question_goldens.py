"""The questions' own SQL against published and peer values (tests/cases: each with its README and tolerance)."""

import datetime
import json
from pathlib import Path

import polars as pl
import pytest

import queries
from tests.queries.small_build import CASES, episode, share, small_build, unit

A3, A4, D3, X1 = (
    CASES / name
    for name in ("a3_binomial_intervals", "a4_change_two_proportions", "d3_rectification_items", "x1_edge_cases")
)


def read(file: Path) -> list[dict]:
    return pl.read_csv(file, infer_schema_length=None, null_values=["", "NA"], try_parse_dates=True).to_dicts()


def close(*values: float | None) -> tuple:
    """Each equal within 1e-9, and null only to null."""
    return tuple(None if value is None else pytest.approx(value, abs=1e-9, rel=0) for value in values)


def by(answer: pl.DataFrame, *keys: str) -> dict:
    return answer.rows_by_key(list(keys), named=True, unique=True)


# --- a3 and a4: Wilson, Newcombe --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def a3_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [
        cell
        for no, pair in enumerate(read(A3 / "expected.csv"))
        for cell in share(2020, f"u{no}", pair["x"], pair["n"])
    ]
    return small_build(tmp_path_factory.mktemp("a3") / "a3.duckdb", survey_answer=rows)


def test_satisfaction_by_unit_has_wilson_limits(a3_build):
    answer = by(queries.ask("satisfaction_by_unit", build=a3_build), "unit_id")
    pairs = read(A3 / "expected.csv")
    assert len(answer) == len(pairs)
    for no, pair in enumerate(pairs):
        row = answer[f"u{no}"]
        if pair["n"] >= 10:
            assert (row["satisfied_n"], row["valid_n"], row["suppressed"]) == (pair["x"], pair["n"], False)
            assert (row["rate"], row["lower"], row["upper"]) == close(pair["p"], pair["wilson_lo"], pair["wilson_hi"])
        else:
            assert row["suppressed"]
            assert row["verdict"] == "too_few"
            hidden = ("satisfied_n", "valid_n", "rate", "lower", "upper", "change", "change_lower", "change_upper")
            assert {row[name] for name in hidden} == {None}


def test_wilson_macro_at_any_n(a3_build):
    with queries.connect(a3_build) as cursor:
        for pair in read(A3 / "expected.csv"):
            found = cursor.sql(f"select wilson_lower({pair['x']}, {pair['n']}), wilson_upper({pair['x']}, {pair['n']})")
            assert found.fetchall()[0] == close(pair["wilson_lo"], pair["wilson_hi"])
        assert cursor.sql("select wilson_lower(0, 0), wilson_upper(0, 0)").fetchall() == [(None, None)]


def test_change_between_two_years_has_newcombe_limits(tmp_path):
    pairs = read(A4 / "expected.csv")
    rows = [
        cell
        for pair in pairs
        if min(pair["n1"], pair["n2"]) >= 10  # fewer are not shown, nor others beside them
        for year, x, n in ((2019, pair["x1"], pair["n1"]), (2020, pair["x2"], pair["n2"]))
        for cell in share(year, pair["id"], x, n)
    ]
    build = small_build(tmp_path / "a4.duckdb", survey_answer=rows)
    answer = by(queries.ask("satisfaction_by_unit", build=build, year_from=2020), "unit_id")
    with queries.connect(build) as cursor:
        for pair in pairs:
            x1, n1, x2, n2 = pair["x1"], pair["n1"], pair["x2"], pair["n2"]
            now = f"{x2}/{n2}::double, wilson_{{0}}({x2}, {n2}), {x1}/{n1}::double, wilson_{{1}}({x1}, {n1})"
            macros = cursor.sql(
                f"select difference_lower({now.format('lower', 'upper')}), "
                f"difference_upper({now.format('upper', 'lower')})"
            ).fetchall()[0]
            assert macros == close(pair["newcombe_lo"], pair["newcombe_hi"])
            if min(n1, n2) >= 10:
                row = answer[pair["id"]]
                assert (row["change"], row["change_lower"], row["change_upper"]) == close(
                    pair["diff"], pair["newcombe_lo"], pair["newcombe_hi"]
                )
    for published in read(A4 / "published_newcombe1998_method10.csv"):
        if row := answer.get(published["id"]):
            assert row["change_lower"] == pytest.approx(published["lo"], abs=5e-5)
            assert row["change_upper"] == pytest.approx(published["hi"], abs=5e-5)


# --- d3: the ledger ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def d3_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    items = {row["item_id"]: row for row in read(D3 / "items.csv")}
    rows = [
        episode(
            row["item_id"],
            row["ep_opened"],
            unit_id=items[row["item_id"]]["dept"],
            episode=row["episode"],
            due_on=items[row["item_id"]]["deadline"],
            closed_on=row["ep_closed"] if row["outcome"] == "closed" else None,
            withdrawn_on=row["ep_closed"] if row["outcome"] == "withdrawn" else None,
        )
        for row in read(D3 / "episodes.csv")
    ]
    units = [unit(dept) for dept in sorted({row["dept"] for row in items.values()})]
    as_of = datetime.date(2024, 6, 30)
    return small_build(tmp_path_factory.mktemp("d3") / "d3.duckdb", as_of=as_of, unit=units, rectification_episode=rows)


def in_both_groupings(build: Path, question: str) -> pl.DataFrame:
    answers = [queries.ask(question, build=build, group_by=group_by) for group_by in ("all", "unit")]
    return pl.concat(answers).with_columns(pl.col("group").replace("all", "ALL"))


def test_closure_curve_equals_the_peers(d3_build):
    answer = by(in_both_groupings(d3_build, "rectification_closure"), "group", "day")
    expected = read(D3 / "expected_km.csv")
    assert len(answer) == len(expected)
    for row in expected:
        found = answer[row["strata"], row["time"]]
        assert (found["at_risk"], found["closed"], found["censored"]) == (
            row["n_risk"],
            row["n_event"],
            row["n_censor"],
        )
        before_any = row["surv"] == 1
        assert (found["open_share"], found["lower"], found["upper"]) == close(
            row["surv"], 1.0 if before_any else row["lower"], 1.0 if before_any else row["upper"]
        )


def test_closure_by_fixed_days_equals_the_peers(d3_build):
    curve = in_both_groupings(d3_build, "rectification_closure")
    for row in read(D3 / "expected_closed_by_day.csv"):
        so_far = curve.filter(pl.col("group") == row["strata"], pl.col("day") <= row["time"])
        if so_far.is_empty():  # nothing has ended yet
            assert row["closed"] == 0
            continue
        at = so_far.row(-1, named=True)
        limits = [None if at[side] is None else 1 - at[side] for side in ("upper", "lower")]
        assert (1 - at["open_share"], *limits) == close(row["closed"], row["lo"], row["hi"])


def test_median_days_equal_the_peers(d3_build):
    answer = by(in_both_groupings(d3_build, "rectification_summary"), "group")
    for row in read(D3 / "expected_quantiles.csv"):
        found = answer[row["strata"]]
        assert found["total"] == row["n"]
        assert (found["median_days"], found["median_lower"], found["median_upper"]) == (
            row["median"],
            row["lo"],
            row["hi"],
        )


# The peer counts an item as due on its due day, the house when that day is over (methods §4: the deadline has passed):
# the house's counts of 1 July are the peer's of 30 June. Nothing is found, closed or withdrawn on 1 July, and no open
# item is due on 30 June, so that every other count of the case is the same on both days.
DAY_AFTER = datetime.date(2024, 7, 1)


def test_on_time_counts_equal_the_peers(d3_build):
    answer = by(queries.ask("rectification_summary", build=d3_build, group_by="unit", as_of=DAY_AFTER), "group")
    for row in read(D3 / "expected_on_time.csv"):
        found = answer[row["dept"]]
        assert [found[name] for name in ("total", "due", "on_time", "overdue", "withdrawn")] == [
            row[name]
            for name in ("n", "deadline_passed", "deadline_passed_closed_on_time", "open_overdue", "withdrawn")
        ]
        assert found["on_time_rate"] == pytest.approx(found["on_time"] / found["due"])


def test_on_the_peers_own_day_only_what_is_due_that_day_is_missing(d3_build):
    """One item is due on 30 June (closed in May): it is the whole difference from the peer's counts of that day."""
    answer = by(queries.ask("rectification_summary", build=d3_build, group_by="unit"), "group")
    items = queries.ask("rectification_items", build=d3_build).filter(pl.col("due_on") == datetime.date(2024, 6, 30))
    assert items.select("problem_id", "unit_id", "state").rows() == [("R0267", "D3", "closed")]
    for row in read(D3 / "expected_on_time.csv"):
        today = int(row["dept"] == "D3")
        found = answer[row["dept"]]
        assert [found[name] for name in ("total", "due", "on_time", "overdue", "withdrawn")] == [
            row["n"],
            row["deadline_passed"] - today,
            row["deadline_passed_closed_on_time"] - today,
            row["open_overdue"],
            row["withdrawn"],
        ]


def test_open_items_ageing_and_backlog_equal_the_peers(d3_build):
    (summary,) = queries.ask("rectification_summary", build=d3_build).to_dicts()
    facts = json.loads((D3 / "expected.json").read_text(encoding="utf-8"))
    assert (summary["open"], summary["total"]) == (facts["n_open_now"], facts["n_items"])
    assert summary["closed"] + summary["open"] + summary["withdrawn"] == summary["total"]

    ageing = queries.ask("rectification_ageing", build=d3_build)
    assert ageing.select("bucket", "open").rows() == [
        (row["bucket"], row["n"]) for row in read(D3 / "expected_ageing.csv")
    ]
    assert ageing["overdue"].sum() == summary["overdue"]

    backlog = queries.ask("rectification_backlog", build=d3_build)
    expected = read(D3 / "expected_backlog.csv")
    counts = backlog.rename({"ended_n": "closed"}).drop("open_year_before")  # the peer's name for both ends
    assert counts.to_dicts() == expected
    assert backlog["open_year_before"].to_list() == [*[None] * 12, *(row["backlog_open"] for row in expected[:-12])]

    items = queries.ask("rectification_items", build=d3_build, state=["open"])
    assert items.height == facts["n_open_now"]


# --- x1: the edges of a survival curve --------------------------------------------------------------------------------

FOUND = datetime.date(2020, 1, 1)


@pytest.fixture(scope="module")
def x1_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every case is a unit; a censored item is withdrawn on its last day, as an open one would need its own as_of."""
    rows = [
        episode(
            str(no),
            FOUND,
            unit_id=row["case"],
            **{"closed_on" if row["status"] else "withdrawn_on": FOUND + datetime.timedelta(days=row["time"])},
        )
        for no, row in enumerate(read(X1 / "survival_input.csv"))
    ]
    return small_build(tmp_path_factory.mktemp("x1") / "x1.duckdb", rectification_episode=rows)


def test_edge_curves_equal_the_peers(x1_build):
    answer = by(queries.ask("rectification_closure", build=x1_build, group_by="unit"), "group", "day")
    expected = [row for row in read(X1 / "survival_expected_km.csv") if row["conf_type"] == "log-log"]
    assert len(answer) == len(expected)
    for row in expected:
        found = answer[row["case"], row["time"]]
        # The peer leaves the limits of a share of 1 empty; the house says 1 (methods §4).
        one = 1.0 if row["surv"] == 1 else None
        assert (found["at_risk"], found["closed"], found["censored"]) == (
            row["n_risk"],
            row["n_event"],
            row["n_censor"],
        )
        assert (found["open_share"], found["lower"], found["upper"]) == close(
            row["surv"], one or row["lower"], one or row["upper"]
        )


def test_edge_medians_equal_the_peers(x1_build):
    answer = by(queries.ask("rectification_summary", build=x1_build, group_by="unit"), "group")
    # Where the curve stands at exactly one half the peer takes the middle of the step; the house its first day.
    first_day = {"exactly_half": 2, "exactly_half_gap": 30}
    for row in read(X1 / "survival_expected_median.csv"):
        if row["conf_type"] == "log-log":
            found = answer[row["case"]]
            assert (found["median_days"], found["median_lower"], found["median_upper"]) == (
                first_day.get(row["case"], row["median"]),
                row["median_lo"],
                row["median_hi"],
            )
