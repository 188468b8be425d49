"""No choice of filters gives a small figure away: an attacker puts together all that the questions answer."""

import itertools
import random
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from small_build import CASES, forms, opinions, share, small_build, unit

import queries
from inference.attacker import limits
from inference.suppression import SMALLEST

YEAR = 2024
ORGANS = ("D1", "D2", "D3", "D4", "D5", "D6")
GROUPS = ("deputies", "enterprises", "residents", "grassroots", "experts")
PLACES = ("320612", "320623", "320681", "320682")
FILTERS = (("units", "unit_id"), ("unit_class", "unit_class"), ("groups", "group"))
MARGINS = (("unit_id", "group"), ("unit_id", "division_code"), ("group", "division_code"), ("unit_id",))


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


def cells_of(build: Path | None, year: int) -> pl.DataFrame:
    """What nobody is told: how many answered, by unit, group and division; 0 where only each two of them are met."""
    sql = """
        select unit.unit_class, answer.current_unit_id as unit_id, "group", division_code, sum(n)::integer as n
        from survey_answer as answer
        left join unit on unit.unit_id = answer.current_unit_id
        where headline and class = 'valid' and survey_year = ?
        group by all having sum(n) > 0 order by all"""
    with queries.connect(build) as cursor:
        known = cursor.sql(sql, params=[year]).pl()
    pairs = [known.select(keys).unique(maintain_order=True) for keys in MARGINS[:3]]
    met = pairs[0].join(pairs[1], on="unit_id").join(pairs[2], on=["group", "division_code"])
    classes = known.select("unit_id", "unit_class").unique()
    keys = ["unit_id", "group", "division_code"]
    counts = known.select(*keys, "n")
    return met.join(classes, "unit_id").join(counts, keys, how="left").with_columns(pl.col("n").fill_null(0)).sort(keys)


def told(build: Path | None, year: int, cells: pl.DataFrame, **filters: list[str]) -> list[tuple[np.ndarray, int]]:
    """Every n that the questions answer under these filters, with the cells that it is the sum of."""
    filters = {name: codes for name, codes in filters.items() if codes}
    chosen = np.ones(cells.height, dtype=bool)
    for name, column in FILTERS:
        if name in filters:
            chosen &= cells[column].is_in(filters[name]).to_numpy()
    found = []
    for question, column in (
        ("satisfaction_trend", None),
        ("satisfaction_by_unit", "unit_id"),
        ("satisfaction_by_group", "group"),
        ("satisfaction_by_division", "division_code"),
        *([] if "units" in filters else [("unit_answers", "unit_id")]),
    ):
        for row in queries.ask(question, build=build, year_from=year, year_to=year, **filters).to_dicts():
            if row["valid_n"] is not None:
                own = np.ones(cells.height, dtype=bool) if column is None else (cells[column] == row[column]).to_numpy()
                assert row["valid_n"] == cells["n"].to_numpy()[chosen & own].sum()
                found.append((chosen & own, row["valid_n"]))
    found += told_of_parts(build, year, cells, chosen, **filters)
    return [*found, *told_of_weights(build, year, cells, chosen, **filters)]


def told_of_parts(
    build: Path | None, year: int, cells: pl.DataFrame, chosen: np.ndarray, **filters: list[str]
) -> list[tuple[np.ndarray, int]]:
    """The parts of a change are units or groups, and what is left of them."""
    found = []
    for split_by, column in (("unit", "unit_id"), ("group", "group")):
        asked = {"split_by": split_by, "year_from": year, "year_to": year}
        rest = chosen.copy()
        parts = queries.ask("satisfaction_decomposition", build=build, **asked, **filters)
        for row in parts.sort(pl.col("key") == "other").to_dicts():
            own = rest if row["key"] == "other" else chosen & (cells[column] == row["key"]).to_numpy()
            assert row["valid_n"] == cells["n"].to_numpy()[own].sum()
            found.append((own, row["valid_n"]))
            rest = rest & ~own
    return found


def told_of_weights(
    build: Path | None, year: int, cells: pl.DataFrame, chosen: np.ndarray, **filters: list[str]
) -> list[tuple[np.ndarray, int]]:
    """The weighted rate counts the groups that have a weight, and names those that have none."""
    row = queries.ask("satisfaction_weighted", build=build, year_from=year, year_to=year, **filters).to_dicts()
    if not row or row[0]["valid_n"] is None:
        return []
    weighed = chosen & ~cells["group"].is_in((row[0]["unweighted"] or "").split(",")).to_numpy()
    assert row[0]["valid_n"] == cells["n"].to_numpy()[weighed].sum()
    return [(weighed, row[0]["valid_n"])]


def nothing_is_given_away(
    cells: pl.DataFrame, published: list[tuple[np.ndarray, int]], most: int | None = None, margins: tuple = MARGINS
) -> bool:
    """Every small figure of these margins could still be nothing, or SMALLEST; looked at are so many at most."""
    sums = {parts.tobytes(): (parts, n) for parts, n in published}
    small = []
    for keys in margins:
        for figure in cells.group_by(keys).agg(pl.col("n").sum()).filter(pl.col("n") < SMALLEST).sort(keys).to_dicts():
            small.append(np.logical_and.reduce([(cells[key] == figure[key]).to_numpy() for key in keys]))
    assert small
    asked = random.Random(0).sample(small, min(len(small), most or len(small)))
    parts, n = zip(*sums.values(), strict=True)
    return all(
        low <= 1e-6 and high >= SMALLEST - 1e-6 for low, high in limits(np.array(parts), np.array(n), np.array(asked))
    )


def test_many_choices_of_groups_and_units_put_together(survey):
    cells = cells_of(survey, YEAR)
    dice = random.Random(4)
    of_groups = [list(some) for size in (0, 1, 2, 4, 5) for some in itertools.combinations(GROUPS, size)]
    of_units = [[], ["D2"], ["D4"], ["D6"], *(sorted(dice.sample(ORGANS, 3)) for _ in range(2))]
    published = [
        each
        for groups in of_groups
        for units in of_units
        for each in told(survey, YEAR, cells, groups=groups, units=units)
    ]
    published += [
        each for groups in of_groups for each in told(survey, YEAR, cells, groups=groups, unit_class=["party_mass"])
    ]
    assert len(published) > 300
    assert nothing_is_given_away(cells, published, most=40)


def test_units_and_groups_together_have_no_divisions(survey):
    rows = queries.ask("satisfaction_by_division", build=survey, units=["D1"], groups=["residents"])
    assert rows.height and rows["suppressed"].all()
    assert not queries.ask("satisfaction_by_division", build=survey, groups=["residents"])["suppressed"].all()


def test_the_attacker_would_find_a_figure_if_only_the_small_ones_were_hidden(survey):
    """The check itself can fail: all cells of ten and more together with the totals give every small one away."""
    cells = cells_of(survey, YEAR)
    by_unit_and_group = cells.group_by("unit_id", "group").agg(pl.col("n").sum()).filter(pl.col("n") >= SMALLEST)
    open_cells = [
        (((cells["unit_id"] == organ) & (cells["group"] == group)).to_numpy(), n)
        for organ, group, n in by_unit_and_group.iter_rows()
    ]
    assert not nothing_is_given_away(cells, [*open_cells, *told(survey, YEAR, cells)])


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
    assert nothing_is_given_away(cells, published, most=40, margins=(("unit_id", "channel"), ("unit_id",)))


def test_the_demonstration_gives_no_small_figure_away(demo_home):
    year = queries.ask("build_facts")["last_year"][0]
    cells = cells_of(None, year)
    classes = cells["unit_class"].unique(maintain_order=True).to_list()
    groups = cells["group"].unique(maintain_order=True).to_list()
    choices: list[dict] = [{}, *({"groups": [group]} for group in groups), *({"unit_class": [one]} for one in classes)]
    choices += [{"unit_class": [one], "groups": [group]} for one in classes for group in groups]
    dice = random.Random(7)
    units = cells["unit_id"].unique(maintain_order=True).to_list()
    choices += [{"units": sorted(dice.sample(units, 2)), "groups": dice.sample(groups, 2)} for _ in range(10)]
    published = [each for choice in choices for each in told(None, year, cells, **choice)]
    assert len({parts.tobytes() for parts, _ in published}) > 400
    assert nothing_is_given_away(cells, published, most=12)
