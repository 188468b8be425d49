-- One row per batch ever loaded, newest first. live: false once it is withdrawn. For data about people, rows_read
-- and accepted are suppressed if a small figure could be computed from them. rejected and skipped are always shown.
--
-- grain:   batch_id
-- params:
-- returns: batch_id varchar, dataset varchar, file varchar, layout varchar, sha256 varchar, rows_read bigint,
--          accepted bigint, rejected bigint, skipped bigint, loaded_at timestamp, loaded_by varchar, sample boolean,
--          live boolean, suppressed boolean
-- rests:   nothing

with

judged as (

    select
        batch.*,
        is_of_people(batch.dataset)
            and (batch.accepted < smallest_n() or counted.batch_id is null) as suppressed
    from batch
    left join counted_batch as counted
        on counted.batch_id = batch.batch_id

)

select
    batch_id,
    dataset,
    file,
    layout,
    sha256,
    case when not suppressed then rows_read end as rows_read,
    case when not suppressed then accepted end  as accepted,
    rejected,
    skipped,
    loaded_at,
    loaded_by,
    sample,
    live,
    suppressed
from judged
order by loaded_at desc, batch_id desc
