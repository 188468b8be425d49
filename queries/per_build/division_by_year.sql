-- The division that holds a division's answers at the end of a year: itself while it exists, then its successor.
with recursive

year_end as (

    select distinct
        survey_year                      as year,
        make_date(survey_year, 12, 31)   as ends_on
    from survey_answer

),

place as (

    select
        year_end.year,
        year_end.ends_on,
        division.division_code as answered_code,
        division.division_code
    from year_end
    cross join division

    union

    select
        place.year,
        place.ends_on,
        place.answered_code,
        division.successor_code
    from place
    inner join division
        on division.division_code = place.division_code
        and division.valid_to < place.ends_on
        and division.successor_code is not null

)

select
    place.year,
    place.answered_code,
    place.division_code
from place
inner join division
    on division.division_code = place.division_code
    and coalesce(division.valid_from <= place.ends_on, true)
    and coalesce(division.valid_to >= place.ends_on, true)
