"""What became of bad ratings in small worlds, worked out by hand. 15 working days from 2 January 2024: 23 January."""

import datetime
import itertools

import pytest

import queries
from tests.queries.small_build import bad_rating, ratings, small_build, unit

day = datetime.date
RATED, LAST = day(2024, 1, 2), day(2024, 1, 23)
numbers = itertools.count()


def many(n, rated_on=RATED, unit_id="u1", **more):
    return [bad_rating(f"c{next(numbers)}", rated_on, unit_id, **more) for _ in range(n)]


def built(folder, *rows, **tables):
    units = [unit(name) for name in ("u1", "u2", "u3", "u4")]
    return small_build(
        folder / f"bad{next(numbers)}.duckdb", unit=units, bad_rating=[row for part in rows for row in part], **tables
    )


def whole(build, **params):
    rows = queries.ask("bad_rating_handling", build=build, **params)
    return rows.filter(period_kind="all").row(0, named=True)


def by(build, place_by, **params):
    rows = queries.ask("bad_rating_handling_by", build=build, place_by=place_by, **params)
    return dict(rows.select("place", "bad_n").iter_rows())


@pytest.mark.parametrize(
    ("rectified_on", "as_of", "step"),
    [
        (None, LAST, "waiting_n"),  # its day is not over
        (None, day(2024, 1, 24), "overdue_n"),
        (LAST, day(2024, 1, 24), "on_time_n"),
        (day(2024, 1, 24), day(2024, 1, 24), "late_n"),
        (day(2024, 1, 4), LAST, "waiting_n"),  # early, and yet neither kept nor missed
        (day(2024, 1, 25), day(2024, 1, 24), "overdue_n"),  # what comes later is not known yet
    ],
)
def test_a_bad_rating_is_due_when_its_last_working_day_is_over(tmp_path, rectified_on, as_of, step):
    row = whole(built(tmp_path, many(1, rectified_on=rectified_on)), as_of=as_of)
    steps = ("struck_n", "waiting_n", "on_time_n", "late_n", "overdue_n")
    assert {name: row[name] for name in steps} == dict.fromkeys(steps, 0) | {step: 1}
    assert (row["bad_n"], row["due_n"], row["limit_days"]) == (1, int(step != "waiting_n"), 15)


def test_working_days_leave_out_the_spring_festival_and_count_its_make_up_days(tmp_path):
    """From Thursday 1 February 2024: 10 to 17 February are free, the Sundays 4 and 18 are worked: 27 February."""
    build = built(tmp_path, many(1, day(2024, 2, 1)))
    assert [whole(build, as_of=day(2024, 2, at))["overdue_n"] for at in (27, 28)] == [0, 1]


def test_rates_are_of_those_due_and_what_is_struck_out_owes_nothing(tmp_path):
    kept = {"replied_on": day(2024, 1, 3), "rectified_on": day(2024, 1, 9), "called_back_on": day(2024, 1, 15)}
    build = built(
        tmp_path,
        many(9, **kept, callback_satisfied=True),
        many(3, **kept, callback_satisfied=False),
        many(3, replied_on=day(2024, 1, 3), rectified_on=day(2024, 2, 20)),
        many(1),
        many(2, struck_out=True),
        many(2, day(2024, 6, 20), replied_on=day(2024, 6, 20)),
    )
    row = whole(build)
    assert (row["bad_n"], row["struck_n"], row["waiting_n"], row["due_n"]) == (20, 2, 2, 16)
    assert (row["on_time_n"], row["late_n"], row["overdue_n"]) == (12, 3, 1)
    assert (row["replied_n"], row["called_back_n"], row["answered_n"], row["satisfied_n"]) == (15, 12, 12, 9)
    assert (row["replied_rate"], row["rectified_rate"], row["called_back_rate"]) == (15 / 16, 0.75, 0.75)
    assert row["bad_callback_rate"] == 0.75
    # Wilson's limits: (x + z²/2 ± z √(x (n − x) / n + z²/4)) / (n + z²).
    assert (row["rectified_lower"], row["rectified_upper"]) == pytest.approx((0.5050168, 0.8981794), abs=1e-6)
    assert (row["callback_lower"], row["callback_upper"]) == pytest.approx((0.4676947, 0.9110583), abs=1e-6)


def test_few_answers_at_the_call_back_are_told_of_no_month_and_of_no_year(tmp_path):
    said = {"rectified_on": RATED, "called_back_on": RATED, "callback_satisfied": True}
    build = built(tmp_path, many(9, **said), many(11))
    rows = queries.ask("bad_rating_handling", build=build).to_dicts()
    assert [(row["period_kind"], row["called_back_n"], row["answered_n"]) for row in rows] == [
        ("all", 9, None),
        ("month", 9, None),
        ("year", 9, None),
    ]
    enough = queries.ask("bad_rating_handling", build=built(tmp_path, many(10, **said))).to_dicts()
    assert [row["answered_n"] for row in enough] == [10, None, 10]


def test_the_ledger_is_held_against_the_monthly_ratings_where_both_have_a_month_that_is_over(tmp_path):
    january, february, march = (day(2024, at, 1) for at in (1, 2, 3))
    build = built(
        tmp_path,
        many(4, day(2024, 1, 30)),
        many(3, day(2024, 3, 5)),
        service_rating=[
            *ratings(day(2023, 12, 1), 100, 7),  # before the ledger
            *ratings(january, 100, 5),
            *ratings(february, 100, 2),  # no row of the ledger, and yet within it
            *ratings(march, 100, 3),
        ],
    )
    over, not_over = (whole(build, as_of=day(2024, 3, at)) for at in (31, 30))
    assert (over["of_both_n"], over["summary_n"]) == (7, 10)
    assert (not_over["of_both_n"], not_over["summary_n"]) == (4, 7)
    assert whole(built(tmp_path, many(4)))["summary_n"] is None


def test_a_unit_with_few_is_hidden_together_with_the_next_smallest(tmp_path):
    build = built(tmp_path, many(20), many(9, unit_id="u2"), many(11, unit_id="u3"), many(30, unit_id="u4"))
    assert by(build, "unit") == {"u1": 20, "u2": None, "u3": None, "u4": 30}
    assert by(build, "unit", units=["u2"]) == {"u2": None}
    assert by(built(tmp_path, many(20), many(10, unit_id="u2")), "unit") == {"u1": 20, "u2": 10}


def test_a_sum_over_years_is_of_the_years_that_are_shown(tmp_path):
    build = built(tmp_path, many(20), many(20, day(2023, 1, 3)), many(9, day(2023, 1, 3), "u2"), many(30, unit_id="u2"))
    rows = queries.ask("bad_rating_handling_by", build=build, place_by="unit").to_dicts()
    assert [(row["place"], row["bad_n"], row["years_hidden"]) for row in rows] == [("u1", 20, 1), ("u2", 30, 1)]


@pytest.mark.parametrize(
    ("of_u4_in_h2", "shown"),
    # 30 of the unit u4 less what is told of h1 would be u2; not so if some of its ratings are elsewhere.
    [(0, {"h1": None, "h2": None}), (1, {"h1": 38, "h2": 32})],
)
def test_a_hall_is_hidden_where_a_hidden_unit_could_be_worked_out_of_it(tmp_path, of_u4_in_h2, shown):
    build = built(
        tmp_path,
        many(9, unit_id="u2"),
        many(30 - of_u4_in_h2, unit_id="u4"),
        many(of_u4_in_h2, unit_id="u4", hall="h2"),
        many(11, unit_id="u3", hall="h2"),
        many(20, hall="h2"),
    )
    assert by(build, "unit") == {"u1": 20, "u2": None, "u3": None, "u4": 30}
    assert by(build, "hall") == shown


def test_chosen_units_have_years_of_shown_units_and_no_months(tmp_path):
    build = built(tmp_path, many(20), many(9, unit_id="u2"), many(11, unit_id="u3"))
    rows = queries.ask("bad_rating_handling", build=build, units=["u1", "u2"]).to_dicts()
    assert [(row["period_kind"], row["bad_n"], row["units_hidden"]) for row in rows] == [
        ("all", 20, 1),
        ("year", 20, 1),
    ]
    (total, _) = queries.ask("bad_rating_handling", build=build, units=["u2"]).to_dicts()
    assert (total["bad_n"], total["suppressed"]) == (None, True)


def test_a_place_that_the_ledger_does_not_name_is_a_place_of_its_own(tmp_path):
    assert by(built(tmp_path, many(12, hall=None), many(15)), "hall") == {"": 12, "h1": 15}


def test_without_a_ledger_there_is_no_row(tmp_path):
    build = built(tmp_path, service_rating=ratings(RATED.replace(day=1), 100, 3))
    assert queries.ask("bad_rating_handling", build=build).is_empty()
    assert queries.ask("bad_rating_handling_by", build=build).is_empty()
