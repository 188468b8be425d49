-- Rows that were not let in, one row a fault, with the sentence that says what to do. batch_id: only that batch.
--
-- grain:   batch_id, fault_no
-- params:  batch_id varchar
-- returns: batch_id varchar, fault_no bigint, dataset varchar, file varchar, source_sheet varchar, source_row integer,
--          column varchar, header varchar, found varchar, rule varchar, message_zh varchar, message_en varchar
-- rests:   nothing

with

fault as (

    select *
    from rejected_row
    where batch_id = coalesce($batch_id, batch_id)

),

final as (

    select
        batch_id,
        row_number() over (
            partition by batch_id order by source_sheet, source_row, "column", rule, found
        ) as fault_no,
        * exclude (batch_id)
    from fault

)

select *
from final
order by batch_id, fault_no
