-- The first answers with faults, rejected ones before those accepted without a cell, and where they stand.
--
-- reads:   final_row (verdict_row, of a wide file whole_row)
-- grain:   part, source_row
-- returns: the grain, form_id, faults, blanked, texts (…_text)
-- Portable: also runs where a province's answers outgrow one machine.

select
    part,
    source_row,
    form_id,
    faults,
    blanked,
    survey_year_text,
    wave_text,
    unit_id_text,
    item_text,
    group_text,
    channel_text,
    division_code_text,
    scale_id_text,
    answer_text
from final_row
where (faults <> '' and faults <> 'with_its_row: ') or blanked <> ''
order by case when faults = '' then 1 else 0 end, part, source_row, form_id, item_text
limit 10000
