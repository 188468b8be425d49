"""Shifts of members for a twin of a build: their scores, the points of their entries and their computed points are
others, and every figure that is shown stays."""

import itertools
import random

import duckdb

SCORES = """
    with member as (
        select survey_year as year, "index", current_unit_id as unit_id, subject_id, rule_set, score,
            index_score.rowid as row_no
        from index_score where subject_grain = 'member' and survey_year = (select max(survey_year) from index_score)
    )
    select unit.unit_class, now.unit_id, now."index", now.row_no, round(10 * now.score)::integer as score,
        round(10 * (now.score - before.score))::integer as change
    from member as now
    inner join (
        select distinct figure, unit_id, year(period) as year from suppressed_member where level = 'unit'
    ) as hidden
        on hidden.figure = now."index" || '_change' and hidden.year = now.year and hidden.unit_id = now.unit_id
    left join index_score as before
        on before.survey_year = now.year - 1 and before."index" = now."index" and before.subject_id = now.subject_id
        and before.current_unit_id = now.unit_id and before.rule_set is not distinct from now.rule_set
    left join unit on unit.unit_id = now.unit_id
    order by all"""
# Of the deducted entries that are shown as one, a point goes from one hidden unit of a class to the next.
DEDUCTIONS = """
    with entry as (
        select entry.rowid as row_no, entry.year, entry.points, home.current_unit_id as unit_id, unit.unit_class,
            case when merged.figure is null then entry.aspect else 'merged' end as aspect
        from member_points as entry
        inner join (
            select year, member_id, current_unit_id from member_points
            qualify row_number() over (
                partition by year, member_id order by entry_on desc nulls last, entry_no desc
            ) = 1
        ) as home on home.year = entry.year and home.member_id = entry.member_id
        left join unit on unit.unit_id = home.current_unit_id
        left join suppressed_member as merged
            on merged.level = 'merged' and merged.figure = 'points_minus_' || entry.aspect
            and year(merged.period) = entry.year
        where entry.kind = 'minus' and abs(entry.points) > 1
    ), placed as (
        select entry.*,
            row_number() over (partition by entry.year, entry.unit_class, entry.aspect order by entry.unit_id) as place
        from entry inner join suppressed_member as hidden
            on hidden.level = 'unit' and hidden.figure = 'points_minus_' || entry.aspect
            and hidden.unit_id = entry.unit_id and year(hidden.period) = entry.year
        qualify row_number() over (partition by entry.year, entry.unit_id, entry.aspect order by row_no) = 1
            and count(*) over (partition by entry.year, entry.unit_class, entry.aspect) > 1
    )
    update member_points
    set points = member_points.points + sign(member_points.points) * case place when 1 then 1 else -1 end
    from placed where member_points.rowid = placed.row_no and place <= 2"""
# The lowest points of the members of a unit become others, below the next lowest and in another band that is shown as
# one with theirs.
LOWEST = """
    with member as (
        select scored.rowid as row_no, scored.year, current_unit_id as unit_id, computed
        from index_reconciled as scored where "index" = 'pioneer' and subject_grain = 'member' and computed is not null
            and exists (select 1 from member_points as entry
                where entry.year = scored.year and entry.member_id = scored.subject_id)
    ), lowest as (
        select row_no, computed, lead(computed) over (partition by year, unit_id order by computed) as next
        from member
        qualify row_number() over (partition by year, unit_id order by computed) = 1
            and bool_or(computed < 60) over (partition by year)
    )
    update index_reconciled set computed = case when lowest.computed < 60 then 62 else 55 end
    from lowest where index_reconciled.rowid = row_no and lowest.next >= 62 and lowest.computed < 80"""


def shift_members(connection: duckdb.DuckDBPyConnection) -> int:
    """How many scores, entries and points were changed."""
    changed = [connection.execute(sql).fetchall()[0][0] for sql in (DEDUCTIONS, LOWEST)]
    assert all(changed)
    exchanges = _exchanges(connection.sql(SCORES).fetchall())
    assert exchanges
    for one, other in exchanges:
        connection.execute(
            """update index_score set score = other.score
            from (select rowid as row_no, score from index_score) as other
            where index_score.rowid in ($one, $other) and other.row_no = $one + $other - index_score.rowid""",
            {"one": one, "other": other},
        )
    return sum(changed) + len(exchanges)


def _exchanges(members: list[tuple]) -> list[tuple[int, int]]:
    """Members of one unit who exchange their scores: one who joined with one who stayed, in two units of a class at
    once, so that the sum of the changes and of their squares stays in every class. Scores are in tenths of a point.

    The change of who stayed grows by d in one unit and falls by d in the other; before, it was d greater in the other.
    """
    found = []
    for _, of_class in itertools.groupby(members, key=lambda row: (row[0], row[2])):
        possible: dict[tuple[int, int], tuple[str, int, int]] = {}
        used: set[str] = set()
        rows = list(of_class)
        random.Random(2).shuffle(rows)
        joined, stayed = [row for row in rows if row[5] is None], [row for row in rows if row[5] is not None]
        for new, old in itertools.product(joined, stayed):
            grown = new[4] - old[4]
            if new[1] != old[1] or not grown:
                continue
            other = possible.get((-grown, old[5] + grown))
            if other and other[0] != new[1] and not used & {other[0], new[1]}:
                found += [(new[3], old[3]), other[1:]]
                used |= {other[0], new[1]}
            possible[grown, old[5]] = (new[1], new[3], old[3])
    return found
