-- What followed from 述评考, by year and grade scale, in the city and by class of units: feedback sent and read, problems
-- listed, consequences recorded, and the items of this source in the rectification ledger, as of a day. The persons of
-- a year and scale count from the day on which the last of them is appraised (without a day: 31 December of the year):
-- a part of them could be a few persons, or leave a few. Lists and consequences have no day of their own and are as
-- last reported. An item belongs to the last appraisal of its unit that was held before it was found; items found
-- before any are rows of level none, by the year of finding. Groups and suppression as in appraisal_grades; lists known
-- of fewer persons than the smallest n are not summed. Items are not about persons and are never suppressed.
--
-- grain:   year, grade_scale, level, key
-- params:  year_from integer, year_to integer, unit_class varchar[], as_of date, deadline varchar
-- returns: year integer, grade_scale varchar, level varchar, key varchar, persons_n bigint, sent_n bigint,
--          feedback_rate double, read_n bigint, feedback_read_rate double, lists_n bigint, listed_n bigint,
--          recorded_n bigint, consequence_rate double, ledger_n bigint, closed bigint, open bigint,
--          overdue bigint, closure_rate double, suppressed boolean
-- rests:   appraisals persons_n sent_n feedback_rate read_n feedback_read_rate lists_n listed_n recorded_n
--          consequence_rate

with

appraised_person as (

    select *
    from appraised_in_groups()
    where level in ('city', 'class')

),

person as (

    select *
    from appraised_person
    qualify max(coalesce(held_on, make_date(year, 12, 31))) over (partition by year, grade_scale) <= $as_of::date

),

"group" as (

    select
        year,
        grade_scale,
        level,
        key,
        bool_or(suppressed)                           as suppressed,
        count(*)                                      as persons_n,
        count(*) filter (feedback_on <= $as_of::date) as sent_n,
        count(*) filter (read_on <= $as_of::date)     as read_n,
        count(problems_n)                             as lists_n,
        sum(problems_n)::bigint                       as listed_n,
        count(consequence)                            as recorded_n
    from person
    group by year, grade_scale, level, key

),

-- What nobody of a year has was not recorded in that year: it is unknown, not 0.
recorded as (

    select
        year,
        grade_scale,
        nullif(count(feedback_on) > 0, false) as of_feedback,
        nullif(count(consequence) > 0, false) as of_consequences
    from person
    group by year, grade_scale

),

held as (

    select
        unit_id,
        year,
        any_value(grade_scale)                               as grade_scale,
        coalesce(max(held_on), make_date(year, 12, 31))      as held_on,
        any_value(key) filter (level = 'class')              as class_key
    from appraised_person
    group by unit_id, year

),

item as (

    select
        held.year                                         as appraised_in,
        held.grade_scale,
        coalesce(held.year, year(item.found_on)::integer) as year,
        held.class_key,
        item.unit_class,
        item.state,
        item.overdue
    from rectification_items_at($as_of::date, $deadline, [], []) as item
    asof left join held
        on held.unit_id = item.unit_id
        and held.held_on <= item.found_on
    where item.source = 'ora'

),

placed as (

    select *, 'city' as level, 'all' as key from item where appraised_in is not null
    union all
    select *, 'class', class_key from item where appraised_in is not null
    union all
    select *, 'none', 'all' from item where appraised_in is null and chosen(unit_class, $unit_class)

),

followed as (

    select
        year,
        grade_scale,
        level,
        key,
        count(*)                             as ledger_n,
        count(*) filter (state = 'closed')   as closed,
        count(*) filter (state = 'open')     as open,
        count(*) filter (overdue)            as overdue
    from placed
    group by year, grade_scale, level, key

),

final as (

    select
        coalesce("group".year, followed.year)                                              as year,
        coalesce("group".grade_scale, followed.grade_scale)                                as grade_scale,
        coalesce("group".level, followed.level)                                            as level,
        coalesce("group".key, followed.key)                                                as key,
        case when not suppressed then persons_n end                                        as persons_n,
        case when not suppressed and of_feedback then sent_n end                           as sent_n,
        case when not suppressed and of_feedback then feedback_rate(sent_n, persons_n) end as feedback_rate,
        case when not suppressed and of_feedback then read_n end                           as read_n,
        case when not suppressed and of_feedback then feedback_read_rate(read_n, sent_n) end as feedback_read_rate,
        case when not suppressed and lists_n >= smallest_n() then lists_n end              as lists_n,
        case when not suppressed and lists_n >= smallest_n() then listed_n end             as listed_n,
        case when not suppressed and of_consequences then recorded_n end                   as recorded_n,
        case when not suppressed and of_consequences
            then consequence_rate(recorded_n, persons_n) end                               as consequence_rate,
        coalesce(ledger_n, 0)                                                               as ledger_n,
        coalesce(closed, 0)                                                              as closed,
        coalesce(open, 0)                                                                as open,
        coalesce(overdue, 0)                                                             as overdue,
        closure_rate(closed, ledger_n)                                                    as closure_rate,
        coalesce(suppressed, false)                                                        as suppressed
    from "group"
    left join recorded
        on recorded.year = "group".year
        and recorded.grade_scale = "group".grade_scale
    full join followed
        on followed.year = "group".year
        and followed.grade_scale = "group".grade_scale
        and followed.level = "group".level
        and followed.key = "group".key

)

select *
from final
where within_years(year, $year_from, $year_to)
  and (level = 'none' or group_is_chosen(level, key, $unit_class))
order by year, grade_scale, level, key
