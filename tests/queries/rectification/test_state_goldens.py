"""Where items stand so many days after they were found, re-opened ones open again, against R's survival."""

import datetime

import pytest

import queries
from inference.states import STATES, with_states
from tests.queries.small_build import episode, small_build
from tests.queries.test_question_goldens import D3, d3_build, read

__all__ = ["d3_build"]  # a fixture shared with the older goldens

day = datetime.date


def test_states_equal_the_peers(d3_build):
    """To 2e-3, as the case says: its peer breaks the ties of a day by parts of a day."""
    curve = with_states(queries.ask("rectification_states", build=d3_build))
    for row in read(D3 / "expected_current_state.csv"):
        found = curve.filter(curve["day"] <= row["day"]).row(-1, named=True)
        said = [row[name] for name in ("p_open", "p_closed", "p_withdrawn")]
        assert [found[state] for state in STATES] == pytest.approx(said, abs=2e-3)


def test_without_re_openings_they_are_the_shares_of_endings(d3_build):
    """Until the first item of a group comes back: the curve with withdrawals as a competing ending."""
    states = with_states(queries.ask("rectification_states", build=d3_build, group_by="unit"))
    endings = queries.ask("rectification_closure", build=d3_build, group_by="unit", competing="withdrawn")
    compared = 0
    for group in states["group"].unique():
        own = states.filter(states["group"] == group)
        first = own.filter(own["reopened"].cum_sum() == 0)
        other = endings.filter(endings["group"] == group)
        for row in first.iter_rows(named=True):
            compared += 1
            beside = other.filter(other["day"] == row["day"]).row(0, named=True)
            assert [row[state] for state in STATES] == pytest.approx([beside[state] for state in STATES], abs=1e-12)
    assert compared > 50


def test_counts_of_a_small_ledger_by_hand(tmp_path):
    """a: closed on day 10, again open on day 20, closed on day 30. b: withdrawn on day 10. c: open, watched 40 days.
    d: closed on day 10, watched 15 days."""
    found, as_of = day(2024, 1, 1), day(2024, 2, 10)
    late = as_of - datetime.timedelta(days=15)
    build = small_build(
        tmp_path / "states.duckdb",
        as_of=as_of,
        rectification_episode=[
            episode("a", found, closed_on=day(2024, 1, 11)),
            episode("a", day(2024, 1, 21), closed_on=day(2024, 1, 31), episode=2),
            episode("b", found, withdrawn_on=day(2024, 1, 11)),
            episode("c", found),
            episode("d", late, closed_on=late + datetime.timedelta(days=10)),
        ],
    )
    answer = queries.ask("rectification_states", build=build)
    assert answer["watched_days"].unique().to_list() == [40]
    rows = answer.drop("group", "unit", "total", "watched_days").rows()
    # day, closed just before, re-opened of them, open just before, closed and withdrawn of them
    assert rows == [(10, 0, 0, 4, 2, 1), (20, 1, 1, 2, 0, 0), (30, 0, 0, 2, 1, 0)]
    shares = with_states(queries.ask("rectification_states", build=build)).select(STATES).rows()
    assert shares == [
        pytest.approx((1 / 4, 2 / 4, 1 / 4)),
        pytest.approx((3 / 4, 0, 1 / 4)),
        pytest.approx((3 / 8, 3 / 8, 1 / 4)),
    ]
