"""A twin of a build: another town that could have sent the same published figures.

Answers are shifted among hidden figures only, so that every figure that is shown stays: round rectangles of two units
of a class and two groups, each in one division and of one answer; then between two units of a class that change
divisions, of one group and answer. Forms likewise, in channels; callbacks go from one hidden unit of a class to
another, bad ratings from one hidden unit to another; members of hidden figures have other scores and points. No unit by
group loses its last answer, for that it has any is told. What a question tells of a build and of its twin is the same,
or it tells something of hidden figures.
"""

import itertools
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import polars as pl

from tests.queries.member_twin import shift_members


def twin_of(build: Path, folder: Path, most: int = 2000) -> tuple[Path, int]:
    """A twin of a build, and how many answers, forms, callbacks and others were shifted."""
    twin = folder / build.name
    shutil.copy(build, twin)
    twin.chmod(0o600)
    dice = random.Random(11)
    with duckdb.connect(str(twin)) as connection:
        moved = 0
        for table, sql, level, part in SURVEY:
            hidden = connection.sql("select * from suppressed_figure").pl()
            for way, column in ((_rectangles, '"group"'), (_exchanges, part)):
                shifts = list(_shifts(connection.sql(sql).pl(), hidden, level, part, way, dice))
                shifts = dice.sample(shifts, min(most, len(shifts)))
                _move(connection, table, column, shifts)
                moved += len(shifts)
        moved += connection.execute(CALLBACKS).fetchall()[0][0]
        moved += connection.execute(BAD_RATINGS).fetchall()[0][0]
        moved += connection.execute(APPRAISALS).fetchall()[0][0]
        moved += shift_members(connection)
    return twin, moved


SURVEY = (
    (
        "survey_answer",
        """select answer.rowid as row_no, survey_year, concat(item, headline) as kind,
            concat(scale_id, answer) as slice, unit_class, answer.current_unit_id as unit_id, "group",
            division_code as part
        from survey_answer as answer left join unit on unit.unit_id = answer.current_unit_id
        where class = 'valid' and n > 0""",
        "all",
        "division_code",
    ),
    (
        "survey_form",
        """select form.rowid as row_no, survey_year, 'form' as kind, 'form' as slice,
            unit_class, form.current_unit_id as unit_id, "group", channel as part
        from survey_form as form left join unit on unit.unit_id = form.current_unit_id
        where valid > 0 and returned > 0 and coalesce(issued, 1) > 0""",
        "form",
        "channel",
    ),
)
# A bad rating of the hidden unit with most of them in a year is another hidden unit's.
BAD_RATINGS = """
    with counted as (
        select place as unit_id, year, count(*) as n
        from suppressed_rating
        inner join bad_rating on bad_rating.current_unit_id = place and year(rated_on) = year
        where place_by = 'unit' and figure = 'ratings'
        group by all
    ), hidden as (
        select *, row_number() over (partition by year order by n desc, unit_id) as rank from counted
    ), given as (
        select first.year, min(case_id) as case_id, any_value(other.unit_id) as unit_id
        from hidden as first
        inner join hidden as other on other.year = first.year and other.rank = 2
        inner join bad_rating on current_unit_id = first.unit_id and year(rated_on) = first.year
        where first.rank = 1
        group by first.year
        having count(*) > 1
    )
    update bad_rating set unit_id = given.unit_id, current_unit_id = given.unit_id
    from given
    where bad_rating.case_id = given.case_id"""
# One satisfied callback of the hidden unit with most of them goes to another hidden one of its class and period.
CALLBACKS = """
    with hidden as (
        select figure.period_kind, figure.period, figure.unit_class, figure.unit_id, hotline.value,
            row_number() over (
                partition by figure.period_kind, figure.period, figure.unit_class order by value desc
            ) as place
        from suppressed_unit as figure
        inner join hotline
            on hotline.period_kind = figure.period_kind and hotline.period_from = figure.period
            and hotline.current_unit_id = figure.unit_id and hotline.channel = 'all' and hotline.measure = 'satisfied'
        where figure.figure = 'valid_callbacks' and figure.level = 'unit' and hotline.value > 1
        qualify count(*) over (partition by figure.period_kind, figure.period, figure.unit_class) > 1
    )
    update hotline set value = hotline.value + case hidden.place when 1 then -1 else 1 end
    from hidden
    where hidden.place <= 2
      and hotline.period_kind = hidden.period_kind and hotline.period_from = hidden.period
      and hotline.current_unit_id = hidden.unit_id and hotline.channel = 'all'
      and hotline.measure in ('satisfied', 'valid_callbacks')"""

# Everything about an appraised person goes to the next unit of the class, of those graded by one scale at one level of
# posts in one year: what is told by class, by level and of the city stays.
APPRAISALS = """
    with person as (
        select appraisal.rowid as row_no, appraisal.*,
            row_number() over (
                partition by appraisal.year, grade_scale, unit_class, post_level
                order by appraisal.unit_id, appraisal.rowid
            ) as place,
            count(*) over (partition by appraisal.year, grade_scale, unit_class, post_level) as places,
            unit_class
        from appraisal left join unit on unit.unit_id = appraisal.current_unit_id
    )
    update appraisal set
        grade = other.grade, ballots = other.ballots, good = other.good, fairly_good = other.fairly_good,
        fair = other.fair, poor = other.poor, feedback_on = other.feedback_on, read_on = other.read_on,
        problems_n = other.problems_n, consequence = other.consequence
    from person inner join person as other
        on other.year = person.year and other.grade_scale = person.grade_scale
        and other.unit_class is not distinct from person.unit_class and other.post_level = person.post_level
        and other.place = person.place % person.places + 1
    where appraisal.rowid = person.row_no"""

Shift = tuple[tuple[int, str], tuple[int, str]]


def _shifts(
    rows: pl.DataFrame, hidden: pl.DataFrame, level: str, part: str, way: Callable, dice: random.Random
) -> Iterator[Shift]:
    for of_class in rows.partition_by("survey_year", "kind", "unit_class"):
        of_year = hidden.filter(pl.col("survey_year") == of_class["survey_year"][0], pl.col("unit_level") == "unit")
        key = "group" if way is _rectangles else "part"
        of_level = pl.col("part_level") == (level if way is _rectangles else part.removesuffix("_code"))
        cells = set(of_year.filter(pl.col(f"{key}").is_not_null(), of_level).select("unit_id", key).iter_rows())
        size = Counter(of_class.select("unit_id", "group").iter_rows())
        for of_slice in of_class.partition_by("slice"):
            yield from way(of_slice, cells, size, dice)


def _exchanges(rows: pl.DataFrame, cells: set, size: Counter, dice: random.Random) -> Iterator[Shift]:
    """Pairs of rows of two units and one group, each with the part of the other: units by parts are hidden."""
    for of_group in rows.partition_by("group"):
        known = [row for row in of_group.select("row_no", "unit_id", "part").iter_rows() if row[1:] in cells]
        dice.shuffle(known)
        for (one, unit, part), (other, unit2, part2) in itertools.pairwise(known):
            if unit != unit2 and part != part2 and known.index((one, unit, part)) % 2 == 0:
                yield (one, part2), (other, part)


def _rectangles(rows: pl.DataFrame, cells: set, size: Counter, dice: random.Random) -> Iterator[Shift]:
    """Pairs of rows of one part, each with the group of the other: all four units by groups are hidden. size: how many
    rows a unit by group has left."""
    used: set[int] = set()
    for of_part in rows.filter(pl.col("unit_id").is_not_null()).partition_by("part"):
        known = [row for row in of_part.select("row_no", "unit_id", "group").iter_rows() if row[1:] in cells]
        dice.shuffle(known)
        for (one, unit, group), (other, unit2, group2) in itertools.combinations(known[:40], 2):
            corners = {(unit, group2), (unit2, group)}
            if unit == unit2 or group == group2 or {one, other} & used or not all(cell in cells for cell in corners):
                continue
            if all(size[cell] for cell in corners) and min(size[unit, group], size[unit2, group2]) > 1:
                size[unit, group] -= 1
                size[unit2, group2] -= 1
                used |= {one, other}
                yield (one, group2), (other, group)


def _move(connection: duckdb.DuckDBPyConnection, table: str, column: str, moved: list) -> None:
    """One answer, or form, of each row goes to the same place under another group."""
    rows = pl.DataFrame(
        [pair for both in moved for pair in both], schema={"row_no": pl.Int64, "target": pl.String}, orient="row"
    )
    connection.register("moved", rows.to_arrow())
    counts = ("n",) if table == "survey_answer" else ("issued", "returned", "valid")
    one = ", ".join(f"case when {name} is null then null else 1 end as {name}" for name in counts)
    connection.execute(f"""create temp table arrived as
        select * replace (target as {column}, {one}) from {table} inner join moved on moved.row_no = {table}.rowid""")
    less = ", ".join(f"{name} = {name} - 1" for name in counts)
    connection.execute(f"update {table} set {less} where rowid in (select row_no from moved)")
    connection.execute(f"insert into {table} by name select * exclude (row_no, target) from arrived")
    connection.execute("drop table arrived")
    connection.unregister("moved")
