-- One row per option of the shared filters. word: a label from the data (years, units, divisions), else the code, which
-- the page translates.
--
-- grain:   list, code
-- params:
-- returns: list varchar, code varchar, word varchar, unit_class varchar
-- rests:   nothing

with

year_option as (

    select 'year' as list, survey_year::varchar as code from answer_total
    union
    select 'year', survey_year::varchar from index_score
    union
    select 'year', survey_year::varchar from opinion

),

unit_option as (

    select 'unit' as list, unit_id as code, unit as word, unit_class
    from unit
    where unit_id = current_unit_id

),

code_option as (

    select 'unit_class' as list, unit_class as code from unit_option
    union
    select 'group', "group" from answer_total
    union
    select 'item', item from answer_total
    union
    select 'channel', channel from survey_answer
    union
    select 'index', "index" from index_score
    union
    select 'source', source from rectification_episode

),

final as (

    select list, code, code as word, null::varchar as unit_class from year_option
    union all
    select list, code, word, unit_class from unit_option
    union all
    select list, code, code, null from code_option where code is not null
    union all
    select 'division', division_code, zh, null from division

)

select *
from final
order by list, code
