-- Forms and opinions by year: the counts for rates of opinions.

-- Forms issued, returned and valid by year and channel, and by year over all channels (channel 'all').
create or replace macro forms_by_year(units, unit_classes, groups) as table
select
    survey_year as year,
    case when grouping(channel) = 1 then 'all' else coalesce(channel, 'unknown') end as channel,
    sum(issued)::bigint   as issued,
    sum(returned)::bigint as returned,
    sum(valid)::bigint    as valid_forms
from form_total
where chosen(current_unit_id, units)
  and chosen(unit_class, unit_classes)
  and chosen("group", groups)
group by grouping sets ((survey_year), (survey_year, channel));

-- Opinions per valid form, by year and key. by_key: channel (each over its own forms, and 'all') | theme (over all).
-- Merged opinions are counted. raw_n: problem opinions before merging. The rate is null if no forms are known.
create or replace macro opinion_series(by_key, units, unit_classes, groups) as table
with

form as (

    select year, channel, valid_forms
    from forms_by_year(units, unit_classes, groups)

),

opinion_cell as (

    select
        survey_year as year,
        case by_key when 'theme' then theme else coalesce(channel, 'unknown') end as key,
        sum(problems_n) as problems_n,
        sum(praise_n)   as praise_n,
        sum(raw_n)      as raw_n
    from opinion_total
    where chosen(current_unit_id, units)
      and chosen(unit_class, unit_classes)
      and chosen("group", groups)
    group by all

),

counted_key as (

    select year, key, problems_n, praise_n, raw_n
    from opinion_cell

    union all

    select year, 'all', sum(problems_n), sum(praise_n), sum(raw_n)
    from opinion_cell
    group by year

),

hidden as (

    -- The number of forms shows how many people answered, so it is suppressed where the survey's answers are.
    select year, case by_key when 'theme' then null else key end as key
    from hidden_keys(case by_key when 'theme' then 'form' else by_key end, units, unit_classes, groups)

    union

    select survey_year, coalesce(channel, 'unknown')
    from form_total
    where too_fine(by_key, units, unit_classes, groups)

),

-- If a choice cannot be shown by channel, all channels of the year are suppressed, even those without forms: otherwise
-- the result would show which channels have forms.
year_key as (

    select year, key from counted_key

    union

    select year, channel from form
    where by_key = 'channel' or channel = 'all'

    union

    select hidden.year, hidden.key
    from hidden
    semi join form using (year)
    where hidden.key is not null

    union

    select form.year, opinion_cell.key
    from form
    cross join opinion_cell
    where by_key = 'theme'

),

counted as (

    select
        year_key.year,
        year_key.key,
        coalesce(counted_key.problems_n, 0)::bigint as problems_n,
        coalesce(counted_key.praise_n, 0)::bigint   as praise_n,
        coalesce(counted_key.raw_n, 0)::bigint      as raw_n,
        form.valid_forms,
        case when year_key.key = 'all' or by_key = 'theme' then channels.channels else '' end as instrument,
        hidden.year is not null                     as gives_away
    from year_key
    left join counted_key
        on counted_key.year = year_key.year
        and counted_key.key = year_key.key
    left join form
        on form.year = year_key.year
        and form.channel = case by_key when 'theme' then 'all' else year_key.key end
    left join channels_by_year as channels
        on channels.year = year_key.year
    left join hidden
        on hidden.year = year_key.year
        and coalesce(hidden.key, year_key.key) = year_key.key

),

-- Each step reads columns of the step before: DuckDB would repeat the expression of an alias used in its own step.
judged as (

    select
        *,
        coalesce(valid_forms < smallest_n(), false) or gives_away as suppressed
    from counted

),

measured as (

    select
        *,
        case when not suppressed then problem_opinion_rate(problems_n, valid_forms) end as rate,
        case when not suppressed then poisson_lower(problems_n, valid_forms) end        as lower,
        case when not suppressed then poisson_upper(problems_n, valid_forms) end        as upper
    from judged

),

in_order as (

    select
        *,
        lag(case when not suppressed then instrument end ignore nulls) over (partition by key order by year)
            as instrument_before
    from measured

),

beside_last_year as (

    select
        now.*,
        not now.suppressed and coalesce(now.instrument_before <> now.instrument, false) as break_before,
        before.rate                                          as rate_before,
        before.lower                                         as lower_before,
        before.upper                                         as upper_before
    from in_order as now
    left join measured as before
        on before.key = now.key
        and before.year = now.year - 1

)

select
    now.year,
    now.key,
    case when not now.suppressed then now.problems_n end              as problems_n,
    case when not now.suppressed then now.praise_n end                as praise_n,
    case when not now.suppressed then now.raw_n end                   as raw_n,
    case when not now.suppressed then now.valid_forms end             as valid_n,
    now.rate,
    now.lower,
    now.upper,
    case when not now.break_before then now.rate - now.rate_before end as change,
    case when not now.break_before then difference_lower(now.rate, now.lower, now.rate_before, now.upper_before) end
                                                                       as change_lower,
    case when not now.break_before then difference_upper(now.rate, now.upper, now.rate_before, now.lower_before) end
                                                                       as change_upper,
    now.suppressed,
    now.break_before
from beside_last_year as now;
