-- The tables survey_answer and survey_form from the cells of the live batches. The tables of the other datasets are
-- filled by etl/warehouse/build_schema.py. Inserts are by name, so that the order of columns does not matter.
--
-- reads: survey_cell, survey_form_cell, current_unit, scale_level

insert into survey_answer by name
with

wave_asked as (

    select
        survey_year,
        wave,
        bool_or(item = 'overall') as has_overall
    from survey_cell
    group by survey_year, wave

)

select
    survey_cell.*,
    coalesce(current_unit.current_unit_id, survey_cell.unit_id)  as current_unit_id,
    survey_cell.item = 'overall' or not wave_asked.has_overall   as headline,
    scale_level.class,
    scale_level.box,
    scale_level.points
from survey_cell
inner join wave_asked using (survey_year, wave)
left join current_unit using (unit_id)
left join scale_level using (scale_id, answer);

insert into survey_form by name
select
    survey_form_cell.*,
    coalesce(current_unit.current_unit_id, survey_form_cell.unit_id) as current_unit_id
from survey_form_cell
left join current_unit using (unit_id);
