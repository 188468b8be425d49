-- The channels that a year's forms came by, over all units: another set is another instrument.
select
    survey_year as year,
    names_in(channel) as channels
from survey_form
group by survey_year
