-- Answers of the respondent groups with the groups' weights, for weighted rates.

-- The default weights of the chosen groups, each with the years in which it holds.
create or replace macro weights_of(groups) as table
select rule_set, source, "group", weight, valid_from, valid_to
from group_weights
where is_default
  and chosen("group", groups);

-- One row per year and group with chosen answers: their sums, the number of answers of the whole group (stratum_n), the
-- forms issued to it if all are known, its weight, and two flags. hidden: the group is suppressed and must be merged
-- with the other hidden groups into one stratum. gives_away: no rate of the year may be shown.
create or replace macro answered_groups(of_basis, of_item, units, unit_classes, groups) as table
with

answer as (

    select
        *,
        chosen(unit_id, units) and chosen(unit_class, unit_classes) and chosen("group", groups) as is_chosen
    from answer_sums(of_basis, of_item, [], [], [])

),

domain_sum as (

    select
        year,
        "group",
        names_in(scale_id) as scale_id,
        sum(valid_n)::bigint                                 as n,
        sum(value_sum)                                       as value_sum,
        sum(value_squares)                                   as value_squares,
        bool_and(basis_known)                                as basis_known
    from answer
    where is_chosen
    group by all

),

whole_group as (

    select year, "group", sum(valid_n) as n
    from answer
    group by all

),

issued_form as (

    select
        survey_year as year,
        "group",
        case when bool_and(issued is not null) then sum(issued) end as issued
    from survey_form
    anti join hidden_parts_of_groups('form') as hidden
        on hidden.year = survey_form.survey_year
        and hidden."group" = survey_form."group"
    group by all

),

hidden_group as (

    select year, coalesce("group", 'unknown') as "group"
    from hidden_groups(units, unit_classes, groups)

)

select
    domain_sum.*,
    weighed.rule_set,
    weighed.source,
    whole_group.n                                                   as stratum_n,
    issued_form.issued,
    weighed.weight,
    hidden_group."group" is not null or too_small(domain_sum.n)     as hidden,
    case when hidden then 'merged' else domain_sum."group" end      as stratum,
    drawn.drawn_by,
    -- A suppressed group without a weight could be computed from the plain rate, which includes it. Clusters of a
    -- suppressed group, and divisions within a choice of units, are finer than what may be shown.
    hidden and (weighed.weight is null or drawn.drawn_by is not null)
        or coalesce(drawn.drawn_by = 'division' and len(units) + len(unit_classes) > 0, false) as gives_away
from domain_sum
inner join whole_group
    on whole_group.year = domain_sum.year
    and whole_group."group" = domain_sum."group"
left join weights_of(groups) as weighed
    on weighed."group" = domain_sum."group"
    and within_years(domain_sum.year, weighed.valid_from, weighed.valid_to)
left join issued_form
    on issued_form.year = domain_sum.year
    and issued_form."group" = domain_sum."group"
left join hidden_group
    on hidden_group.year = domain_sum.year
    and hidden_group."group" = domain_sum."group"
left join clustered_groups() as drawn
    on drawn."group" = domain_sum."group"
    and within_years(domain_sum.year, drawn.valid_from, drawn.valid_to);
