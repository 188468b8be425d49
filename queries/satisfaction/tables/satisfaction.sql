-- Series that several questions read: rates of valid answers, one row per year and key.
-- Counts are added first and divided once. After a break or a suppressed year the change is null.

-- The changes of scale for which a steward has approved the comparison of answers on a basis.
create or replace macro approved_bridges(of_basis) as table
select distinct from_scale, to_scale
from scale_bridge
where basis = of_basis
  and approved_by is not null
  and approved_on is not null;

-- Satisfaction by year and key, with the columns that tell whether two years are comparable.
-- by_key: all | group | class | unit | division. Under the smallest n all figures are null and `suppressed` is true. So are
-- those from which a small one could be computed. If the year's scale does not have the basis (third box, points), the
-- rate is null and valid_n is not.
create or replace macro satisfaction_series(by_key, of_basis, of_item, units, unit_classes, groups) as table
with

by_scale as (

    select
        answer.survey_year as year,
        case by_key
            when 'group' then answer."group"
            when 'class' then unit.unit_class
            when 'unit' then answer.current_unit_id
            when 'division' then answer.division_code
            else 'all'
        end as key,
        answer.scale_id,
        sum(n) filter (class = 'valid')                                        as valid_n,
        sum(n) filter (class = 'valid' and box <= boxes_of(of_basis))          as satisfied_n,
        sum(n) filter (class = 'dk')                                           as dk_n,
        sum(n) filter (class = 'abstain')                                      as abstained_n,
        sum(n * points) filter (class = 'valid' and of_basis = 'points')       as points_sum,
        sum(n * points ** 2) filter (class = 'valid' and of_basis = 'points')  as points_squares,
        bool_and(points is not null) filter (class = 'valid')                  as has_points
    from query_table(case by_key when 'division' then 'survey_answer' else 'answer_total' end) as answer
    left join unit
        on unit.unit_id = answer.current_unit_id
    where case when of_item = 'overall' then answer.headline else answer.item = of_item end
      and chosen(answer.current_unit_id, units)
      and chosen(unit.unit_class, unit_classes)
      and chosen(answer."group", groups)
    group by all

),

hidden as (

    select year, key from hidden_keys(by_key, units, unit_classes, groups)

    union

    select year, answered_code
    from division_by_year
    where too_fine(by_key, units, unit_classes, groups)

),

-- If a choice cannot be shown by division, all divisions of the year are suppressed, even those without answers:
-- otherwise the result would show which divisions have answers.
told as (

    select
        by_scale.* replace (case when by_key <> 'division' or hidden.year is null then by_scale.scale_id end as scale_id),
        hidden.year is not null as gives_away
    from by_scale
    left join hidden
        on hidden.year = by_scale.year
        and hidden.key is not distinct from by_scale.key

    union all by name

    select hidden.year, hidden.key, true as gives_away
    from hidden
    semi join by_scale
        on by_scale.year = hidden.year
    anti join by_scale
        on by_scale.year = hidden.year
        and by_scale.key is not distinct from hidden.key
    where by_key = 'division'

),

counted as (

    select
        told.year,
        case by_key when 'division' then place.division_code else told.key end     as key,
        names_in(told.scale_id)                                                    as scale_id,
        coalesce(sum(told.valid_n), 0)::bigint                                     as valid_n,
        coalesce(sum(told.satisfied_n), 0)::bigint                                 as satisfied_n,
        coalesce(sum(told.dk_n), 0)::bigint                                        as dk_n,
        coalesce(sum(told.abstained_n), 0)::bigint                                 as abstained_n,
        sum(told.points_sum)                                                       as points_sum,
        sum(told.points_squares)                                                   as points_squares,
        coalesce(bool_and(
            case when of_basis = 'points' then told.has_points else scale_reach.boxes >= boxes_of(of_basis) end
        ) filter (told.valid_n > 0), false)                                        as basis_known,
        bool_or(told.gives_away)                                                   as gives_away
    from told
    left join scale_reach
        on scale_reach.scale_id = told.scale_id
    left join division_by_year as place
        on by_key = 'division'
        and place.year = told.year
        and place.answered_code = told.key
    where by_key <> 'division'
       or place.division_code is not null
    group by all

),

-- Each step reads columns of the step before: DuckDB would repeat the expression of an alias used in its own step.
judged as (

    select
        * exclude (gives_away),
        valid_n < smallest_n() or gives_away as suppressed
    from counted

),

rated as (

    select
        *,
        not suppressed and basis_known as rated,
        case
            when suppressed or not basis_known then null
            when of_basis = 'points' then satisfaction_points(points_sum, valid_n)
            else satisfaction_rate(satisfied_n, valid_n)
        end                            as rate
    from judged

),

measured as (

    select
        *,
        case
            when not rated then null
            when of_basis = 'points' then rate - mean_reach(points_sum, points_squares, valid_n) / 100
            else wilson_lower(satisfied_n, valid_n)
        end                            as lower,
        case
            when not rated then null
            when of_basis = 'points' then rate + mean_reach(points_sum, points_squares, valid_n) / 100
            else wilson_upper(satisfied_n, valid_n)
        end                            as upper
    from rated

),

beside_last_year as (

    select
        now.*,
        before.year is not null                                                            as follows,
        before.scale_id is not distinct from now.scale_id or bridge.from_scale is not null as same_scale,
        before.rate                                                                        as rate_before,
        before.lower                                                                       as lower_before,
        before.upper                                                                       as upper_before
    from measured as now
    left join measured as before
        on before.key is not distinct from now.key and before.year = now.year - 1
    left join approved_bridges(of_basis) as bridge
        on bridge.from_scale = before.scale_id
        and bridge.to_scale = now.scale_id

)

select
    now.year,
    now.key,
    now.scale_id,
    case when now.rated and of_basis <> 'points' then now.satisfied_n end   as satisfied_n,
    case when not now.suppressed then now.valid_n end                       as valid_n,
    case when not now.suppressed then now.dk_n end                          as dk_n,
    case when not now.suppressed then now.abstained_n end                   as abstained_n,
    now.rate,
    now.lower,
    now.upper,
    case when now.same_scale then now.rate - now.rate_before end            as change,
    case when now.same_scale then difference_lower(now.rate, now.lower, now.rate_before, now.upper_before) end
                                                                            as change_lower,
    case when now.same_scale then difference_upper(now.rate, now.upper, now.rate_before, now.lower_before) end
                                                                            as change_upper,
    case
        when now.suppressed then 'too_few'
        else verdict(now.lower, now.upper, now.valid_n, target.target)
    end                                                                     as verdict,
    now.suppressed,
    now.follows and not now.same_scale                                      as break_before
from beside_last_year as now
left join target
    on target.metric = 'satisfaction_rate'
    and target.basis = of_basis;
