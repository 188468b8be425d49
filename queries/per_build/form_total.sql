-- The forms of a build over all divisions and former units, with the class of the unit today.
select
    form.survey_year,
    form.current_unit_id,
    unit.unit_class,
    form."group",
    form.channel,
    sum(form.issued)::bigint   as issued,
    sum(form.returned)::bigint as returned,
    sum(form.valid)::bigint    as valid
from survey_form as form
left join unit
    on unit.unit_id = form.current_unit_id
group by all
