-- The rule set under which a subject's records of a year are scored: the one its rows name, else the default of the
-- year. Null when the rows name two, when the named one is not in force in that year, or when the year has no default:
-- such records are not scored, because scores under different rules are not comparable.
--
-- reads:   member_points, branch_rating, brand, conduct_score, pioneer_rules, star_bands, brand_criteria,
--          conduct_weights
-- grain:   index, year, subject_id
-- returns: index, year, subject_id, named (what the rows name, the first by name), named_n (how many), rule_set

with

rule_dates as (

    select distinct 'pioneer' as index, rule_set, valid_from, valid_to, is_default
    from pioneer_rules
    union all
    select distinct 'fortress', rule_set, valid_from, valid_to, is_default
    from star_bands
    union all
    select distinct 'brand', rule_set, valid_from, valid_to, is_default
    from brand_criteria
    union all
    select distinct 'conduct', rule_set, valid_from, valid_to, is_default
    from conduct_weights

),

record as (

    select 'pioneer' as index, year, member_id as subject_id, rule_set
    from member_points
    union all
    select 'fortress', year, branch_id, rule_set
    from branch_rating
    union all
    select 'brand', year, brand_id, rule_set
    from brand
    union all
    select 'conduct', year, unit_id, rule_set
    from conduct_score

),

subject as (

    select
        index,
        year,
        subject_id,
        min(rule_set)            as named,
        count(distinct rule_set) as named_n
    from record
    group by index, year, subject_id

),

asked as (

    select distinct
        index,
        year,
        named
    from subject

),

answered as (

    select
        asked.index,
        asked.year,
        asked.named,
        min(rule_dates.rule_set) as rule_set
    from asked
    inner join rule_dates
        on asked.index = rule_dates.index
        and (rule_dates.valid_from is null or rule_dates.valid_from <= asked.year)
        and (rule_dates.valid_to is null or rule_dates.valid_to >= asked.year)
        and (asked.named = rule_dates.rule_set or (asked.named is null and rule_dates.is_default))
    group by asked.index, asked.year, asked.named

)

select
    subject.index,
    subject.year,
    subject.subject_id,
    subject.named,
    subject.named_n,
    case when subject.named_n <= 1 then answered.rule_set end as rule_set
from subject
left join answered
    on subject.index = answered.index
    and subject.year = answered.year
    and subject.named is not distinct from answered.named
