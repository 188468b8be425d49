"""No choice of filters gives a small figure away: an attacker puts together all that the questions answer."""

import itertools
import random
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import queries
from inference.complements import SMALLEST
from tests.inference.attacker import limits
from tests.queries.question_attacker import OF_GROUPS, OF_PARTS, Attack
from tests.queries.small_build import CASES, forms, opinions, share, small_build, unit

YEAR = 2024
ORGANS = ("D1", "D2", "D3", "D4", "D5", "D6")
GROUPS = ("deputies", "enterprises", "residents", "grassroots", "experts")
PLACES = ("320612", "320623", "320681", "320682")
FILTERS = (("units", "unit_id"), ("unit_class", "unit_class"), ("groups", "group"))


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The golden case of suppression as a survey: six units in two classes, five groups, nine of ten satisfied; its
    answers are spread over four divisions, most in the last."""
    cells = pl.read_csv(CASES / "g1_suppression" / "input.csv")
    dice = random.Random(1)
    answers = []
    for organ, group, n in cells.iter_rows():
        there = dice.choices(PLACES, weights=[1, 2, 4, 8], k=n)
        for place in PLACES:
            here = there.count(place)
            answers += share(YEAR, organ, here - here // 10, here, group=group, division_code=place) if here else []
    classes = dict(zip(ORGANS, ["service_heavy", "party_mass"] * 3, strict=True))
    rows = [unit(name, unit_class=unit_class) for name, unit_class in classes.items()]
    return small_build(tmp_path_factory.mktemp("g1") / "g1.duckdb", unit=rows, survey_answer=answers)


def nothing_is_given_away(
    cells: pl.DataFrame, published: list[tuple[np.ndarray, int]], margins: tuple, most: int
) -> bool:
    """Every small figure of these margins could still be nothing, or SMALLEST; looked at are so many at most."""
    sums = {parts.tobytes(): (parts, n) for parts, n in published}
    small = []
    for keys in margins:
        for figure in cells.group_by(keys).agg(pl.col("n").sum()).filter(pl.col("n") < SMALLEST).sort(keys).to_dicts():
            small.append(np.logical_and.reduce([(cells[key] == figure[key]).to_numpy() for key in keys]))
    asked = random.Random(0).sample(small, min(len(small), most))
    assert asked
    parts, n = zip(*sums.values(), strict=True)
    return all(
        low <= 1e-6 and high >= SMALLEST - 1e-6 for low, high in limits(np.array(parts), np.array(n), np.array(asked))
    )


def test_many_choices_of_groups_and_units_put_together(survey):
    attack = Attack(survey, (YEAR,))
    dice = random.Random(4)
    of_groups = [list(some) for size in (0, 1, 4, 5) for some in itertools.combinations(GROUPS, size)]
    of_units = [[], ["D2"], ["D4"], ["D6"], *(sorted(dice.sample(ORGANS, 3)) for _ in range(2))]
    for groups in of_groups:
        for units in dice.sample(of_units, 2):
            attack.listen(groups=groups, units=units)
        attack.listen(groups=groups, unit_class=["party_mass"])
    assert attack.numbers > 500
    assert attack.found(list(attack.small((*OF_GROUPS, *OF_PARTS)))) == []


def test_units_and_groups_together_have_no_divisions(survey):
    rows = queries.ask("satisfaction_by_division", build=survey, units=["D1"], groups=["residents"])
    assert rows.height and rows["suppressed"].all()
    assert not queries.ask("satisfaction_by_division", build=survey, groups=["residents"])["suppressed"].all()


def test_a_hidden_figure_is_null_in_every_column_and_large_ones_stay(survey):
    rows = queries.ask("satisfaction_by_group", build=survey, units=["D2"])
    hidden = rows.filter("suppressed")
    assert 2 <= hidden.height < rows.height
    assert hidden.select("satisfied_n", "valid_n", "rate", "lower", "upper").null_count().row(0) == (hidden.height,) * 5
    assert set(hidden["verdict"]) == {"too_few"}  # small or not, they look alike
    assert not queries.ask("satisfaction_by_unit", build=survey)["suppressed"].any()


def test_a_part_of_what_is_hidden_is_no_answer(survey):
    """Beside a hidden cell the others of a choice are not added up: the sum would be of something else."""
    experts = queries.ask("satisfaction_trend", build=survey, units=["D5", "D6"], groups=["experts"])
    assert (experts["suppressed"][0], experts["valid_n"][0]) == (True, None)


def test_forms_do_not_tell_what_answers_may_not(tmp_path):
    cells = pl.read_csv(CASES / "g1_suppression" / "input.csv")
    answers = [cell for dept, group, n in cells.iter_rows() for cell in share(YEAR, dept, n, n, group=group)]
    returned = [
        row for dept, group, n in cells.iter_rows() for row in forms(YEAR, n, current_unit_id=dept, group=group)
    ]
    build = small_build(
        tmp_path / "forms.duckdb",
        unit=[unit(organ) for organ in ORGANS],
        survey_answer=answers,
        survey_form=returned,
        opinion=opinions(YEAR, 20, current_unit_id="D2", group="experts"),
    )
    hidden = queries.ask("satisfaction_by_group", build=build, units=["D2"]).filter("suppressed")["group"].to_list()
    assert "deputies" in hidden and len(hidden) > 1
    for group in GROUPS:
        shown = queries.ask("opinion_trend", build=build, units=["D2"], groups=[group]).filter(channel="all")["valid_n"]
        assert (shown.null_count() > 0) == (group in hidden)


def test_divisions_are_hidden_two_at_least(tmp_path):
    answers = [
        cell
        for code, n in (("320612", 4), ("320623", 30), ("320681", 60), ("320682", 90))
        for cell in share(YEAR, "u1", n, n, division_code=code)
    ]
    build = small_build(tmp_path / "places.duckdb", unit=[unit("u1")], survey_answer=answers)
    rows = queries.ask("satisfaction_by_division", build=build)
    assert dict(rows.select("division_code", "valid_n").iter_rows()) == {
        "320612": None, "320623": None, "320681": 60, "320682": 90
    }  # fmt: skip


def test_the_forms_of_channels_give_no_small_figure_away(demo_home):
    year = queries.ask("build_facts")["last_year"][0]
    sql = """
        select unit_class, form.current_unit_id as unit_id, "group", channel, sum(valid)::integer as n
        from survey_form as form
        left join unit on unit.unit_id = form.current_unit_id
        where survey_year = ?
        group by all having sum(valid) > 0 order by all"""
    with queries.connect() as cursor:
        cells = cursor.sql(sql, params=[year]).pl()
    choices: list[dict] = [{}]
    choices += [{name: [code]} for name, key in FILTERS for code in cells[key].unique(maintain_order=True)]
    published = []
    for choice in choices:
        chosen = np.logical_and.reduce(
            [cells[key].is_in(choice[name]).to_numpy() for name, key in FILTERS if name in choice]
            or [np.ones(cells.height, dtype=bool)]
        )
        for row in (
            queries.ask("opinion_trend", year_from=year, year_to=year, **choice).drop_nulls("valid_n").to_dicts()
        ):
            own = chosen if row["channel"] == "all" else chosen & (cells["channel"] == row["channel"]).to_numpy()
            assert row["valid_n"] == cells["n"].to_numpy()[own].sum()
            published.append((own, row["valid_n"]))
    assert len(published) > 150
    assert nothing_is_given_away(cells, published, (("unit_id", "channel"), ("unit_id",)), most=40)
