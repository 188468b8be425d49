-- Which parts of the sources hold answers of the same forms. Only such parts have to be aggregated together: a key may
-- stand twice in one batch; of two batches the later counts.
--
-- reads:   checked_row
-- grain:   first_part, part
-- returns: the grain; first_part is the first one of all that share a form
-- Portable: also runs where a province's answers outgrow one machine.

with

form as (

    select distinct part, survey_year, wave, key_form, unit_id
    from checked_row
    where key_form is not null
      and survey_year is not null
      and wave is not null
      and unit_id is not null

),

shared as (

    select
        survey_year,
        wave,
        key_form,
        unit_id,
        min(part) as first_part
    from form
    group by survey_year, wave, key_form, unit_id
    having count(*) > 1

)

select distinct
    shared.first_part,
    form.part
from form
inner join shared
    on shared.survey_year = form.survey_year
    and shared.wave = form.wave
    and shared.key_form = form.key_form
    and shared.unit_id = form.unit_id
where form.part > shared.first_part
