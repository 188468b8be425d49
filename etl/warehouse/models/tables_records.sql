-- The records' tables of a build from the live rows. See tables.sql.
--
-- reads: DATASET_row of every dataset of schema_records.sql, current_unit, appraisal_grade, scale_level

insert into member_points by name
select
    member_points_row.*,
    coalesce(current_unit.current_unit_id, member_points_row.unit_id) as current_unit_id
from member_points_row
left join current_unit using (unit_id);

insert into branch_rating by name
select
    branch_rating_row.*,
    coalesce(current_unit.current_unit_id, branch_rating_row.unit_id) as current_unit_id
from branch_rating_row
left join current_unit using (unit_id);

insert into brand by name
select
    brand_row.*,
    coalesce(current_unit.current_unit_id, brand_row.unit_id) as current_unit_id
from brand_row
left join current_unit using (unit_id);

insert into conduct_score by name
select
    conduct_score_row.*,
    coalesce(current_unit.current_unit_id, conduct_score_row.unit_id) as current_unit_id
from conduct_score_row
left join current_unit using (unit_id);

insert into business_score by name
select
    business_score_row.*,
    coalesce(current_unit.current_unit_id, business_score_row.unit_id) as current_unit_id
from business_score_row
left join current_unit using (unit_id);

insert into programme_project by name
select
    programme_project_row.*,
    coalesce(current_unit.current_unit_id, programme_project_row.unit_id) as current_unit_id
from programme_project_row
left join current_unit using (unit_id);

insert into appraisal by name
select
    appraisal_row.*,
    coalesce(current_unit.current_unit_id, appraisal_row.unit_id) as current_unit_id,
    appraisal_grade.grade_scale
from appraisal_row
inner join appraisal_grade using (grade)
left join current_unit using (unit_id);

insert into rectification_entry by name
select
    rectification_entry_row.*,
    coalesce(current_unit.current_unit_id, rectification_entry_row.unit_id) as current_unit_id,
    source || '/' || round_no || '/' || problem_id                          as item_id
from rectification_entry_row
left join current_unit using (unit_id);

insert into service_rating by name
select
    service_rating_row.*,
    coalesce(current_unit.current_unit_id, service_rating_row.unit_id) as current_unit_id,
    scale_level.class,
    scale_level.box,
    scale_level.points
from service_rating_row
left join current_unit using (unit_id)
left join scale_level using (scale_id, answer);

insert into hotline by name
select
    hotline_row.*,
    coalesce(current_unit.current_unit_id, hotline_row.unit_id) as current_unit_id,
    case
        when date_diff('day', period_from, period_to) < 10
            then 'week'
        when period_from = date_trunc('month', period_from) and period_to = last_day(period_from)
            then 'month'
        when period_from = date_trunc('quarter', period_from)
            and period_to = cast(date_trunc('quarter', period_from) + interval 3 month - interval 1 day as date)
            then 'quarter'
        when period_from = date_trunc('year', period_from)
            and period_to = make_date(cast(year(period_from) as integer), 12, 31)
            then 'year'
        else 'other'
    end as period_kind
from hotline_row
left join current_unit using (unit_id);
