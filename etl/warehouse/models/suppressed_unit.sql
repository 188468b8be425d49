-- Suppressed figures of units that are published with the sums of their class and of the city: figures below
-- smallest_n(), and the next smallest ones (at least two in all) until none can be derived from the sum of its class,
-- and no class from the city's. Figures: valid call-backs of the hotline by period, ratings that users gave by month (a
-- month with a small number in one channel is suppressed whole), members by index and year. Years in which members were
-- scored by the same rules as the year before suppress the same units, as their changes are published; so do the members
-- of the points ledgers, whose pioneer scores are the same. Level branch: a unit whose points are shown by branch for
-- none of its branches, because one has fewer members than smallest_n().
--
-- reads:   hotline, index_score, member_points, service_rating, unit
-- grain:   figure, period_kind, period, level, unit_class, unit_id
-- returns: figure, period_kind, period, level, unit_class, unit_id

with

member as (

    select distinct survey_year, "index", current_unit_id, subject_id, rule_set
    from index_score
    where subject_grain = 'member'
      and score is not null

),

-- A member who changed units or branches belongs to those of the latest entry.
member_home as (

    select year, member_id, current_unit_id, branch_id
    from member_points
    qualify row_number() over (partition by year, member_id order by entry_on desc nulls last, entry_no desc) = 1

),

small_branch as (

    select distinct year, current_unit_id
    from member_home
    group by year, current_unit_id, branch_id
    having count(*) < smallest_n()

),

counted as (

    select
        'valid_callbacks'   as figure,
        'callbacks'         as counted,
        period_kind,
        period_from         as period,
        current_unit_id,
        sum(value)          as n
    from hotline
    where channel = 'all'
      and division_code is null
      and unit_id is not null
      and measure = 'valid_callbacks'
    group by all

    union all

    select 'active_ratings', part.part, 'month', rating.month, rating.current_unit_id, sum(rating.n)
    from service_rating as rating
    cross join lateral (select unnest(['all', rating.channel]) as part) as part
    where rating.active
      and rating.class = 'valid'
    group by all

    union all

    select "index", 'members', 'year', make_date(survey_year, 1, 1), current_unit_id, count(*)
    from member
    group by all

    union all

    select now."index", 'pairs', 'year', make_date(now.survey_year, 1, 1), now.current_unit_id, count(*)
    from member as now
    inner join member as before
        on before.survey_year = now.survey_year - 1
        and before."index" = now."index"
        and before.current_unit_id = now.current_unit_id
        and before.subject_id = now.subject_id
        and before.rule_set is not distinct from now.rule_set
    group by all

    union all

    select 'pioneer', 'points', 'year', make_date(year, 1, 1), current_unit_id, count(*)
    from member_home
    group by all

),

of_unit as (

    select
        (counted.figure, counted.counted, counted.period_kind, counted.period) as slice,
        counted.figure,
        counted.period_kind,
        counted.period,
        unit.unit_class,
        counted.current_unit_id as unit_id,
        counted.n
    from counted
    left join unit
        on unit.unit_id = counted.current_unit_id
    where counted.n > 0

),

of_class as (

    select slice, unit_class, sum(n) as n
    from of_unit
    group by all

),

hidden_class as (

    select slice, unit_class
    from of_class
    window smaller as (partition by slice order by n, unit_class)
    qualify min(n) over (partition by slice) < smallest_n()
        and (row_number() over smaller <= 2 or sum(n) over smaller - n < smallest_n())

),

-- Units of suppressed classes share one sum: that of the city less the other classes.
inside as (

    select
        of_unit.*,
        hidden_class.slice is not null                                                 as in_hidden_class,
        case when in_hidden_class then 'hidden' else concat('of ', of_unit.unit_class) end as block
    from of_unit
    left join hidden_class
        on hidden_class.slice = of_unit.slice
        and hidden_class.unit_class is not distinct from of_unit.unit_class

),

judged as (

    select
        *,
        min(n) over (partition by slice, block) < smallest_n()
            and (row_number() over smaller <= 2 or sum(n) over smaller - n < smallest_n()) as hidden
    from inside
    window smaller as (partition by slice, block order by n, unit_id)

),

longer as (

    select
        of_unit.figure,
        of_unit.period_kind,
        of_unit.period,
        of_unit.unit_class,
        of_unit.unit_id
    from of_unit
    inner join of_unit as shorter
        on shorter.figure = of_unit.figure
        and shorter.unit_id = of_unit.unit_id
        and year(shorter.period) = year(of_unit.period)
        and array_position(['week', 'month', 'quarter', 'year', 'other'], shorter.period_kind)
            < array_position(['week', 'month', 'quarter', 'year', 'other'], of_unit.period_kind)

)

select figure, period_kind, period, 'class' as level, unit_class, null as unit_id
from judged
where in_hidden_class
union
select figure, period_kind, period, 'class', unit_class, null
from longer
union
select figure, period_kind, period, 'unit', unit_class, unit_id
from judged
where hidden
union
select figure, period_kind, period, 'unit', unit_class, unit_id
from longer
union
select 'pioneer', 'year', make_date(small_branch.year, 1, 1), 'branch', unit.unit_class, small_branch.current_unit_id
from small_branch
left join unit
    on unit.unit_id = small_branch.current_unit_id
order by all
