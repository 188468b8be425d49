-- Series that several questions read: rates of valid answers, one row per year and key.

-- Satisfaction by year and key, with the columns that tell whether two years are comparable.
-- by_key: all | group | class | unit.
create or replace macro satisfaction_series(by_key, of_basis, of_item, units, unit_classes, groups) as table
with

cell as (

    select
        *,
        survey_year as year,
        case by_key
            when 'group' then "group"
            when 'class' then unit_class
            when 'unit' then current_unit_id
            else 'all'
        end         as key
    from answer_total
    where case when of_item = 'overall' then headline else item = of_item end
      and chosen(current_unit_id, units)
      and chosen(unit_class, unit_classes)
      and chosen("group", groups)

),

told as (

    select
        summed.*,
        hidden.year is not null as gives_away
    from summed_answers('cell', of_basis) as summed
    left join hidden_keys(by_key, units, unit_classes, groups) as hidden
        on hidden.year = summed.year
        and hidden.key is not distinct from summed.key

)

select *
from rated_series('told', of_basis);

-- The same by division: the division that holds the answers at the end of the year.
create or replace macro satisfaction_by_place(of_basis, of_item, units, unit_classes, groups) as table
with

hidden as (

    select year, key from hidden_keys('division', units, unit_classes, groups)

    union

    select year, answered_code
    from division_by_year
    where too_fine('division', units, unit_classes, groups)

),

cell as (

    select
        answer.* replace (case when hidden.year is null then answer.scale_id end as scale_id),
        answer.survey_year  as year,
        place.division_code as key
    from place_answer as answer
    inner join division_by_year as place
        on place.year = answer.survey_year
        and place.answered_code = answer.division_code
    left join hidden
        on hidden.year = answer.survey_year
        and hidden.key = answer.division_code
    where case when of_item = 'overall' then answer.headline else answer.item = of_item end
      and chosen(answer.current_unit_id, units)
      and chosen(answer.unit_class, unit_classes)
      and chosen(answer."group", groups)

),

summed as (

    select *
    from summed_answers('cell', of_basis)

),

hidden_place as (

    select distinct
        hidden.year,
        place.division_code as key
    from hidden
    inner join division_by_year as place
        on place.year = hidden.year
        and place.answered_code = hidden.key

),

-- If a choice cannot be shown by division, all divisions of the year are suppressed, even those without answers:
-- otherwise the result would show which divisions have answers.
told as (

    select
        summed.*,
        hidden_place.year is not null as gives_away
    from summed
    left join hidden_place
        on hidden_place.year = summed.year
        and hidden_place.key = summed.key

    union all by name

    select
        hidden_place.*,
        true as gives_away
    from hidden_place
    semi join summed
        on summed.year = hidden_place.year
    anti join summed
        on summed.year = hidden_place.year
        and summed.key = hidden_place.key

)

select *
from rated_series('told', of_basis);
