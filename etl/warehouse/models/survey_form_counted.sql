-- Forms issued, returned and valid from count tables. All rows of a form cell repeat the same values; the newest batch
-- with a form cell counts.
--
-- reads:   survey_count_row (live rows of survey_count, with batch_id)
-- grain:   survey_year, wave, unit_id, group, channel, division_code
-- returns: the grain, issued, returned, valid, batch_id

with

stated as (

    select *
    from survey_count_row
    where issued is not null or returned is not null or valid is not null

),

newest as (

    select
        stated.*,
        max(batch_id) over (
            partition by survey_year, wave, unit_id, "group", channel, division_code
        ) as newest_batch_id
    from stated

)

select
    survey_year,
    wave,
    unit_id,
    "group",
    channel,
    division_code,
    max(issued)   as issued,
    max(returned) as returned,
    max(valid)    as valid,
    batch_id
from newest
where batch_id = newest_batch_id
group by survey_year, wave, unit_id, "group", channel, division_code, batch_id
