-- One row per quality finding, most serious first, with its file, sheet and row if it concerns one row.
-- period: a year, a wave, a day or a span, as written. The year range keeps findings without a year.
-- given, expected: the compared values, in the unit of the check. They are null if small or about one person
-- (suppressed). forms_n of of_n: the forms that a finding on a survey site's export is about. Findings about the rate
-- of a suppressed unit, or about fewer than ten answers, are left out.
--
-- grain:   finding_no
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], dataset varchar,
--          severity varchar[]
-- returns: finding_no bigint, check varchar, severity varchar, dataset varchar, unit_id varchar, unit varchar,
--          unit_class varchar, period varchar, subject varchar, given double, expected double, forms_n bigint,
--          of_n bigint, batch_id varchar, file varchar, source_sheet varchar, source_row integer, suppressed boolean
-- rests:   nothing

with

finding as (

    select
        quality_finding.*,
        coalesce(unit.unit, quality_finding.unit_id) as unit,
        unit.unit_class,
        batch.file,
        form_finding.forms_n,
        form_finding.of_n,
        try_cast(left(period, 4) as integer)         as year
    from quality_finding
    left join unit
        on unit.unit_id = quality_finding.current_unit_id
    left join batch
        on batch.batch_id = quality_finding.batch_id
    left join form_finding
        on form_finding.batch_id = quality_finding.batch_id
        and concat('form_finding.', form_finding.finding) = quality_finding.subject

),

-- Without findings on the rate of a unit that is suppressed in the year or, for a change, in the year before.
listed as (

    select finding.*
    from finding
    where not (
        "check" in ('perfect_rate_few_forms', 'rate_jump', 'low_valid_rate', 'review_differs')
        and (
            exists (
                select 1
                from hidden_unit as hidden
                where hidden.of_what = 'survey'
                  and hidden.unit_id = finding.current_unit_id
                  and hidden.year in (finding.year, case "check" when 'rate_jump' then finding.year - 1 end)
            )
            or "check" = 'perfect_rate_few_forms' and given < smallest_n()
        )
    )
      and "check" <> 'rejected_answers'  -- of older builds; now the question rejected_ranges

),

member_index as (

    select distinct concat('index.', "index") as named
    from index_reconciled
    where subject_grain = 'member'

),

form_of_batch as (

    select
        batch_id,
        survey_year,
        max(valid_n) as forms_n  -- at least so many: of the unit with the most
    from (select batch_id, survey_year, current_unit_id, sum(valid) as valid_n from survey_form group by all)
    group by batch_id, survey_year

),

-- The batches with a year of which another batch has few forms: the city's rate and theirs would give its rate.
beside_few as (

    select distinct one.batch_id
    from form_of_batch as one
    inner join form_of_batch as other
        on other.survey_year = one.survey_year
        and other.batch_id <> one.batch_id
    where other.forms_n < smallest_n()

),

-- Which values are suppressed. A wave is finer than its year. A cell of forms is a unit by group and channel.
judged as (

    select
        listed.*,
        case
            when "check" in ('forms_do_not_add_up', 'appraisal_ballots', 'base_above_rule') then 'both'
            when "check" in ('perfect_rate_few_forms', 'low_valid_rate') and contains(period, ' ') then 'given'
            when "check" = 'index_differs' and member_index.named is not null then 'both'
            when "check" = 'rule_set_unknown' and member_index.named is not null and given < smallest_n() then 'given'
            when "check" in ('channels_do_not_sum', 'places_do_not_sum')
                and regexp_matches(subject, 'hotline_measure\.(valid_callbacks|satisfied)') then 'both'
            when "check" = 'superseded_rows' and is_of_people(dataset) and (
                counted.batch_id is null or given < smallest_n() or expected - given between 1 and smallest_n() - 1
            ) then 'both'
            when "check" = 'forms_stand_out'
                and (given is null or counted.batch_id is null or beside_few.batch_id is not null) then 'both'
            else 'none'
        end as hidden_numbers,
        counted.batch_id is not null as counted
    from listed
    left join member_index
        on member_index.named = split_part(listed.subject, ' · ', 1)
    left join counted_batch as counted
        on counted.batch_id = listed.batch_id
    left join beside_few
        on beside_few.batch_id = listed.batch_id

),

ordered as (

    select
        *,
        array_position(['error', 'warning', 'note'], severity) as gravity
    from judged
    where (year is null or within_years(year, $year_from, $year_to))
      and chosen(current_unit_id, $units)
      and chosen(unit_class, $unit_class)
      and dataset = coalesce($dataset, dataset)
      and chosen(severity, $severity)

),

final as (

    select
        row_number() over (
            order by gravity, "check", period desc, current_unit_id, subject, batch_id, source_sheet, source_row
        ) as finding_no,
        "check", severity, dataset, unit_id, unit, unit_class, period, subject,
        case when hidden_numbers = 'none' then given end     as given,
        case when hidden_numbers <> 'both' then expected end as expected,
        case
            when counted and forms_n >= smallest_n() and of_n - forms_n not between 1 and smallest_n() - 1 then forms_n
        end                                                  as forms_n,
        case when counted and of_n >= smallest_n() then of_n end as of_n,
        batch_id, file, source_sheet, source_row,
        hidden_numbers <> 'none'                             as suppressed
    from ordered

)

select *
from final
order by finding_no
