-- One row per fault, with the message that says what to do; blanked: the row was accepted without the cell, all other
-- rows with faults were rejected. batch_id: only this batch. A number found
-- in a row about people is null (suppressed), because it may be a small figure once it is corrected.
--
-- grain:   batch_id, fault_no
-- params:  batch_id varchar
-- returns: batch_id varchar, fault_no bigint, dataset varchar, file varchar, source_sheet varchar, source_row integer,
--          column varchar, header varchar, found varchar, rule varchar, message_zh varchar, message_en varchar,
--          blanked boolean, suppressed boolean
-- rests:   nothing

with

fault as (

    select
        *,
        (is_of_people(dataset) or dataset in ('service_rating', 'hotline'))
            and coalesce(regexp_matches(found, '[0-9０-９]'), false) as suppressed
    from rejected_row
    where batch_id = coalesce($batch_id, batch_id)

),

final as (

    select
        batch_id,
        row_number() over (
            partition by batch_id order by source_sheet, source_row, "column", rule, found
        ) as fault_no,
        dataset,
        file,
        source_sheet,
        source_row,
        "column",
        header,
        case when not suppressed then found end       as found,
        rule,
        case when not suppressed then message_zh end  as message_zh,
        case when not suppressed then message_en end  as message_en,
        blanked,
        suppressed
    from fault

)

select *
from final
order by batch_id, fault_no
