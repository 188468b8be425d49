-- The members that a figure behind an index or the points ledgers is about, per unit of which more is shown, for
-- suppressed_member.
--
-- Figures <index>_change: with the mean and number of members of both years, and the mean change of those scored by the
-- same rules in both (pairs), the sum of the scores of newcomers less that of leavers can be derived; so each of the
-- three is counted. Where all members of a unit are newcomers (leavers), their sum is the unit's own and protects
-- nobody: they are counted only if it is hidden.
-- Figures points_<kind>_<aspect>: members with such an entry (merged_aspect). points_losing: members whose score is
-- less than their base and the points added, for the mean score and the points added give the sum of what they lost.
-- points_cut: those who lost more than was deducted (set to zero, above a cap), for the points deducted give the rest.
--
-- reads:   index_score, index_reconciled, member_points, member_home, merged_aspect, pioneer_rules
-- grain:   figure, counted, period_kind, period, current_unit_id
-- returns: figure, counted, period_kind, period, current_unit_id, n

with

member as (

    select distinct survey_year as year, "index", current_unit_id, subject_id, rule_set
    from index_score
    where subject_grain = 'member'
      and score is not null

),

-- One row per member scored in a year or in the year before.
course as (

    select
        coalesce(now.year, before.year + 1)                       as year,
        coalesce(now."index", before."index")                     as "index",
        coalesce(now.current_unit_id, before.current_unit_id)     as current_unit_id,
        now.subject_id is not null                                as is_now,
        before.subject_id is not null                             as was_before
    from member as now
    full join member as before
        on before.year = now.year - 1
        and before."index" = now."index"
        and before.current_unit_id = now.current_unit_id
        and before.subject_id = now.subject_id
        and before.rule_set is not distinct from now.rule_set

),

turnover as (

    select
        year,
        "index",
        current_unit_id,
        count(*) filter (is_now and was_before)       as pairs,
        count(*) filter (is_now and not was_before)   as newcomers,
        count(*) filter (was_before and not is_now)   as leavers
    from course
    group by all

),

counted_turnover as (

    select
        year,
        "index",
        current_unit_id,
        unnest(['pairs', 'newcomers', 'leavers'])                as counted,
        unnest([
            pairs,
            case when pairs > 0 or newcomers < smallest_n() then newcomers else 0 end,
            case when pairs > 0 or leavers < smallest_n() then leavers else 0 end
        ])                                                       as n
    from turnover

),

entry as (

    select
        entry.year,
        home.current_unit_id,
        entry.member_id,
        entry.kind,
        case when merged_aspect.year is null then coalesce(entry.aspect, 'none') else 'merged' end as aspect
    from member_points as entry
    inner join member_home as home
        on home.year = entry.year
        and home.member_id = entry.member_id
    left join merged_aspect
        on merged_aspect.year = entry.year
        and merged_aspect.kind = entry.kind
        and merged_aspect.aspect = coalesce(entry.aspect, 'none')
    where entry.kind <> 'base'

),

added as (

    select
        home.year,
        home.current_unit_id,
        home.member_id,
        sum(entry.points) filter (entry.kind = 'base')                      as base,
        coalesce(sum(entry.points) filter (entry.kind = 'plus'), 0)         as plus,
        coalesce(sum(abs(entry.points)) filter (entry.kind = 'minus'), 0)   as minus,
        bool_or(entry.kind = 'zeroing')                                     as is_zeroed
    from member_home as home
    inner join member_points as entry
        on entry.year = home.year
        and entry.member_id = home.member_id
    group by all

),

lost as (

    select
        added.year,
        added.current_unit_id,
        minus > 0 or is_zeroed
        or coalesce(scored.computed < coalesce(added.base, pioneer_rules.base) + plus - 1e-6, false) as is_losing,
        is_zeroed
        or coalesce(scored.computed < coalesce(added.base, pioneer_rules.base) + plus - minus - 1e-6, false) as is_cut
    from added
    left join index_reconciled as scored
        on scored."index" = 'pioneer'
        and scored.year = added.year
        and scored.subject_id = added.member_id
    left join pioneer_rules
        on pioneer_rules.rule_set = scored.rule_set
        and added.year >= coalesce(pioneer_rules.valid_from, added.year)
        and added.year <= coalesce(pioneer_rules.valid_to, added.year)

)

select
    "index" || '_change' as figure,
    counted,
    'year'               as period_kind,
    make_date(year, 1, 1) as period,
    current_unit_id,
    n
from counted_turnover
union all
select concat('points_', kind, '_', aspect), 'members', 'year', make_date(year, 1, 1), current_unit_id,
    count(distinct member_id)
from entry
group by all
union all
select 'points_losing', 'members', 'year', make_date(year, 1, 1), current_unit_id, count_if(is_losing)
from lost
group by all
union all
select 'points_cut', 'members', 'year', make_date(year, 1, 1), current_unit_id, count_if(is_cut)
from lost
group by all
