-- How many organisations have a brand in the yearly contest, and whether the claim of full coverage holds. All
-- organisations are counted, so the shares have no interval.
-- organisations: directly affiliated Party organisations that existed on 31 December (brand_organisation).
-- judged: with a brand before the panel. earlier: with a brand at an earlier stage. without: with no brand.
-- Without a loaded list of the year these are null.
-- rejected_n: rejected rows of the year's list; each may hold the brand of an organisation that seems to have none. A
-- row counts for the years that the other rows of its sheet are about, or for all years if there are none.
-- claim: proved (nobody is without) | refuted (more are without than rows were rejected) | undecided (not more, or the
-- list of the year is not loaded).
--
-- grain:   year
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[]
-- returns: year integer, organisations bigint, with_brand bigint, judged bigint, earlier bigint, without bigint,
--          coverage_rate double, rejected_n bigint, list_loaded boolean, claim varchar
-- rests:   nothing

with

rejected as (

    select distinct batch_id, source_sheet, source_row
    from rejected_row
    where dataset = 'brand'
      and not blanked

),

sheet as (

    select distinct batch_id, source_sheet, year
    from brand_entry

),

organisation as (

    select *
    from brand_organisations($year_from, $year_to, $units, $unit_class)

),

rejected_of_year as (

    select organisation.year, count(*) as rejected_n
    from (select distinct year from organisation) as organisation
    cross join rejected
    left join sheet
        on sheet.batch_id = rejected.batch_id
        and sheet.source_sheet is not distinct from rejected.source_sheet
    where coalesce(sheet.year, organisation.year) = organisation.year
    group by organisation.year

),

counted as (

    select
        organisation.year,
        organisation.list_loaded,
        count(*)                                        as organisations,
        count(organisation.step)                        as with_brand,
        count(*) filter (organisation.step = 4)         as judged,
        count(*) filter (organisation.step < 4)         as earlier,
        count(*) filter (organisation.step is null)     as without,
        coalesce(max(rejected_of_year.rejected_n), 0)   as rejected_n
    from organisation
    left join rejected_of_year
        on rejected_of_year.year = organisation.year
    group by organisation.year, organisation.list_loaded

),

final as (

    select
        year,
        organisations,
        case when list_loaded then with_brand end                                      as with_brand,
        case when list_loaded then judged end                                          as judged,
        case when list_loaded then earlier end                                         as earlier,
        case when list_loaded then without end                                         as without,
        case when list_loaded then brand_coverage_rate(with_brand, organisations) end  as coverage_rate,
        rejected_n,
        list_loaded,
        case
            when not list_loaded then 'undecided'
            when without = 0 then 'proved'
            when without > rejected_n then 'refuted'
            else 'undecided'
        end                                                                            as claim
    from counted

)

select *
from final
order by year
