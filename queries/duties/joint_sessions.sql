-- Sessions of 同述同议 by unit and year up to as_of: with topics of Party work and of business (joint), or of one alone.
-- Units of the last year that held none are not in the records and not listed.
--
-- grain:   year, unit_id
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], as_of date
-- returns: year integer, unit_id varchar, unit varchar, unit_class varchar, sessions bigint, joint bigint,
--          party_only bigint, business_only bigint, party_topics bigint, business_topics bigint, latest_on date,
--          joint_share double
-- rests:   nothing

with

session as (

    select
        year(joint_session.held_on)::integer                                     as year,
        joint_session.current_unit_id                                            as unit_id,
        unit.unit,
        unit.unit_class,
        joint_session.held_on,
        joint_session.party_topics_n                                             as party_n,
        joint_session.business_topics_n                                          as business_n
    from joint_session
    left join unit
        on unit.unit_id = joint_session.current_unit_id
    where joint_session.held_on <= $as_of::date
      and chosen(joint_session.current_unit_id, $units)
      and chosen(unit.unit_class, $unit_class)
      and within_years(year(joint_session.held_on), $year_from, $year_to)

),

counted as (

    select
        year,
        unit_id,
        coalesce(any_value(unit), unit_id)                          as unit,
        any_value(unit_class)                                       as unit_class,
        count(*)                                                    as sessions,
        count(*) filter (party_n > 0 and business_n > 0)            as joint,
        count(*) filter (business_n = 0)                            as party_only,
        count(*) filter (party_n = 0)                               as business_only,
        sum(party_n)::bigint                                        as party_topics,
        sum(business_n)::bigint                                     as business_topics,
        max(held_on)                                                as latest_on
    from session
    group by year, unit_id

),

final as (

    select
        *,
        joint_share(joint, sessions) as joint_share
    from counted

)

select *
from final
order by year, unit_class, unit_id
