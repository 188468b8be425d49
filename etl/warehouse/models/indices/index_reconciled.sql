-- Each index score as given (index_score) and as computed from the records, joined on year, index, subject and unit. A
-- given brand score that names only the organisation is joined to its only brand of the year.
--
-- reads:   index_score, computed_index (pioneer, fortress, brand and conduct together), brand, rule_in_force
-- grain:   year, index, subject_id, unit_id
-- returns: the columns of index_reconciled

with

only_brand as (

    select
        year,
        unit_id,
        min(brand_id) as brand_id
    from brand
    group by year, unit_id
    having count(*) = 1

),

given as (

    select
        index_score.survey_year                                                     as year,
        index_score.index,
        index_score.subject_grain,
        coalesce(only_brand.brand_id, index_score.subject_id)                       as subject_id,
        index_score.unit_id,
        index_score.current_unit_id,
        index_score.score,
        index_score.rule_set
    from index_score
    left join only_brand
        on index_score.index = 'brand'
        and index_score.subject_id = index_score.unit_id
        and index_score.survey_year = only_brand.year
        and index_score.unit_id = only_brand.unit_id

)

select
    coalesce(given.year, computed_index.year)                       as year,
    coalesce(given.index, computed_index.index)                     as index,
    coalesce(computed_index.subject_grain, given.subject_grain)     as subject_grain,
    coalesce(given.subject_id, computed_index.subject_id)           as subject_id,
    coalesce(given.unit_id, computed_index.unit_id)                 as unit_id,
    coalesce(given.current_unit_id, computed_index.current_unit_id) as current_unit_id,
    given.score                                                     as given,
    computed_index.computed,
    coalesce(computed_index.rule_set, given.rule_set)               as rule_set,
    computed_index.complete
from given
full join computed_index
    on given.year = computed_index.year
    and given.index = computed_index.index
    and given.subject_id = computed_index.subject_id
    and given.unit_id = computed_index.unit_id
