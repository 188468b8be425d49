-- The distinct words of each column of answered forms, with the word that their meaning depends on: a unit's name and
-- its year, an answer and its scale. Only these words, never a form, are compared with our lists. Of forms numbered
-- with leading zeros the number of digits.
--
-- reads:   tidy_row
-- grain:   place, text, context
-- returns: the grain
-- Portable: also runs where a province's answers outgrow one machine.

with

combination as (

    select distinct survey_year, wave, unit_id, item, "group", channel, division_code, scale_id, answer
    from tidy_row

),

word as (

    select distinct 'survey_year' as place, survey_year as text, '' as context
    from combination
    union all
    select distinct 'wave', wave, survey_year
    from combination
    union all
    select distinct 'unit_id', unit_id, survey_year
    from combination
    union all
    select distinct 'item', item, ''
    from combination
    union all
    select distinct 'group', "group", ''
    from combination
    union all
    select distinct 'channel', channel, ''
    from combination
    union all
    select distinct 'division_code', division_code, survey_year
    from combination
    union all
    select distinct 'scale_id', scale_id, ''
    from combination
    union all
    select distinct 'answer', answer, scale_id
    from combination
    union all
    select distinct 'padded form', cast(length(form_id) as varchar), ''
    from tidy_row
    where regexp_matches(form_id, '^0[0-9]+$')

)

select place, text, context
from word
