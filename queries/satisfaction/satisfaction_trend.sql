-- Satisfaction rate per year over all chosen answers, with the numbers of forms.
--
-- grain:   year
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], groups varchar[], basis varchar,
--          item varchar
-- returns: year integer, satisfied_n bigint, valid_n bigint, rate double, lower double, upper double, change double,
--          change_lower double, change_upper double, verdict varchar, suppressed boolean, break_before boolean,
--          scale_id varchar, issued bigint, returned bigint, valid_forms bigint, dk_n bigint
-- rests:   answers satisfied_n valid_n rate lower upper change change_lower change_upper verdict, forms issued returned
--          valid_forms

with

series as (

    select *
    from satisfaction_series('all', $basis, $item, $units, $unit_class, $groups)

),

form as (

    select *
    from forms_by_year($units, $unit_class, $groups)
    anti join hidden_keys('form', $units, $unit_class, $groups) as hidden using (year)
    where channel = 'all'
      and valid_forms >= smallest_n()

),

final as (

    select
        series.* exclude (key, scale_id, dk_n, abstained_n),
        series.scale_id,
        case when not series.suppressed then form.issued end      as issued,
        case when not series.suppressed then form.returned end    as returned,
        case when not series.suppressed then form.valid_forms end as valid_forms,
        series.dk_n
    from series
    left join form
        on form.year = series.year
    where within_years(series.year, $year_from, $year_to)

)

select *
from final
order by year
