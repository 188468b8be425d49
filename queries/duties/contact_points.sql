-- Leaders' contact points of the years up to as_of: visits planned and made, the problems found, and what became of
-- those that were entered in the rectification ledger. visits_done and problems are as last reported, because the
-- register gives no day for them; last_visit_on (null if later) and the items are those at as_of. A number in
-- problem_ids that no item of the ledger has, of whatever day, is unknown. closed, overdue and open are states of the
-- items; overdue items are also open. The year range selects by the year of the contact point.
--
-- grain:   year, unit_id, post
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], as_of date
-- returns: year integer, unit_id varchar, unit varchar, unit_class varchar, post varchar, visits_planned bigint,
--          visits_done bigint, last_visit_on date, problems bigint, in_ledger bigint, closed bigint, open bigint,
--          overdue bigint, unknown bigint, visit_rate double, item_ids varchar
-- rests:   nothing

with

point as (

    select
        contact_point.year,
        contact_point.current_unit_id                       as unit_id,
        contact_point.post,
        any_value(unit.unit)                                as unit,
        any_value(unit.unit_class)                          as unit_class,
        sum(contact_point.visits_planned)::bigint           as visits_planned,
        sum(contact_point.visits_done)::bigint              as visits_done,
        max(contact_point.last_visit_on)                    as last_visit_on,
        sum(contact_point.problems_n)::bigint               as problems,
        string_agg(contact_point.problem_ids, ',')          as problem_ids
    from contact_point
    left join unit
        on unit.unit_id = contact_point.current_unit_id
    where chosen(contact_point.current_unit_id, $units)
      and chosen(unit.unit_class, $unit_class)
      and within_years(contact_point.year, $year_from, $year_to)
      and contact_point.year <= year($as_of::date)
    group by contact_point.year, contact_point.current_unit_id, contact_point.post

),

-- The numbers of a list: what stands between commas, semicolons and spaces, also the Chinese ones.
named as (

    select distinct
        year,
        unit_id,
        post,
        unnest(regexp_split_to_array(problem_ids, '[\x{3001}\x{ff0c},;\x{ff1b}\s]+')) as problem_id
    from point

),

item as (

    select problem_id, item_id, state, overdue
    from rectification_items_at($as_of::date, 'original', [], [])
    where problem_id in (select problem_id from named)

),

linked as (

    select
        named.year,
        named.unit_id,
        named.post,
        count(distinct item.item_id)                                             as in_ledger,
        count(distinct item.item_id) filter (item.state = 'closed')              as closed,
        count(distinct item.item_id) filter (item.state = 'open')                as open,
        count(distinct item.item_id) filter (item.overdue)                       as overdue,
        count(*) filter (named.problem_id not in (select problem_id from rectification_episode)) as unknown,
        names_in(item.item_id)                                                   as item_ids
    from named
    left join item
        on item.problem_id = named.problem_id
    where named.problem_id <> ''
    group by named.year, named.unit_id, named.post

),

final as (

    select
        point.year,
        point.unit_id,
        coalesce(point.unit, point.unit_id)                    as unit,
        point.unit_class,
        point.post,
        point.visits_planned,
        point.visits_done,
        case when point.last_visit_on <= $as_of::date then point.last_visit_on end as last_visit_on,
        point.problems,
        coalesce(linked.in_ledger, 0)                            as in_ledger,
        coalesce(linked.closed, 0)                             as closed,
        coalesce(linked.open, 0)                               as open,
        coalesce(linked.overdue, 0)                            as overdue,
        coalesce(linked.unknown, 0)                            as unknown,
        visit_rate(point.visits_done, point.visits_planned)    as visit_rate,
        linked.item_ids
    from point
    left join linked
        on linked.year = point.year
        and linked.unit_id = point.unit_id
        and linked.post = point.post

)

select *
from final
order by year desc, unit_class, unit_id, post
