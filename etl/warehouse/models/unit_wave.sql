-- The headline answers of a current unit in a wave, as used by the quality checks of the survey.
--
-- reads:   survey_answer
-- grain:   survey_year, wave, current_unit_id
-- returns: the grain, period, valid_n, satisfied_n (answers in any box), scale_id (empty when there are several)

select
    survey_year,
    wave,
    current_unit_id,
    case
        when wave = cast(survey_year as varchar) then wave
        else survey_year || ' ' || wave
    end                                                                as period,
    sum(case when class = 'valid' then n else 0 end)                   as valid_n,
    sum(case when class = 'valid' and box is not null then n else 0 end) as satisfied_n,
    case when min(scale_id) = max(scale_id) then min(scale_id) end     as scale_id
from survey_answer
where headline
group by survey_year, wave, current_unit_id
