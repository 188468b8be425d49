-- The tables of a build from the live rows. Each insert is by name, so that the order of columns says nothing.
--
-- reads: unit_row, current_unit, unit_lineage_row, survey_cell, survey_form_cell, opinion_row, index_score_row,
--        rectification_item_row (live rows, the later batch already chosen), scale_level

insert into unit by name
select unit_row.*, current_unit.current_unit_id
from unit_row
inner join current_unit using (unit_id);

insert into unit_lineage by name
select *
from unit_lineage_row;

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

insert into opinion by name
select
    opinion_row.*,
    coalesce(current_unit.current_unit_id, opinion_row.unit_id) as current_unit_id
from opinion_row
left join current_unit using (unit_id);

insert into index_score by name
select
    index_score_row.*,
    coalesce(current_unit.current_unit_id, index_score_row.unit_id) as current_unit_id
from index_score_row
left join current_unit using (unit_id);

insert into rectification_episode by name
select
    rectification_item_row.*,
    coalesce(current_unit.current_unit_id, rectification_item_row.unit_id) as current_unit_id,
    source || '/' || round_no || '/' || problem_id                         as item_id
from rectification_item_row
left join current_unit using (unit_id)
where not exists (
    select 1
    from orphan_episode
    where orphan_episode.source = rectification_item_row.source
      and orphan_episode.round_no = rectification_item_row.round_no
      and orphan_episode.problem_id = rectification_item_row.problem_id
      and orphan_episode.episode = rectification_item_row.episode
);
