-- What a steward should look at, the gravest first: one row a finding, with where it stands in which file if it is one row.
-- period: a year, or a wave, a day or a span as written; a finding without a year is never left out for its year.
-- given, expected: what is compared, in the unit of the check.
--
-- grain:   finding_no
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], dataset varchar, severity varchar[]
-- returns: finding_no bigint, check varchar, severity varchar, dataset varchar, unit_id varchar, unit varchar,
--          unit_class varchar, period varchar, subject varchar, given double, expected double, batch_id varchar,
--          file varchar, source_sheet varchar, source_row integer
-- rests:   nothing

with

finding as (

    select
        quality_finding.*,
        coalesce(unit.unit, quality_finding.unit_id) as unit,
        unit.unit_class,
        batch.file,
        try_cast(left(period, 4) as integer)         as year
    from quality_finding
    left join unit
        on unit.unit_id = quality_finding.current_unit_id
    left join batch
        on batch.batch_id = quality_finding.batch_id

),

ordered as (

    select
        *,
        array_position(['error', 'warning', 'note'], severity) as gravity
    from finding
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
        "check", severity, dataset, unit_id, unit, unit_class, period, subject, given, expected, batch_id, file,
        source_sheet, source_row
    from ordered

)

select *
from final
order by finding_no
