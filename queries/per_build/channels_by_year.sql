-- The channels of a year's forms, over all units. A year with another set of channels is not comparable.
select
    survey_year as year,
    names_in(channel) as channels
from survey_form
group by survey_year
