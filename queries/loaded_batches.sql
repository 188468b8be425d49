-- Every batch ever taken in, the newest first; live is false once it was withdrawn.
--
-- grain:   batch_id
-- params:
-- returns: batch_id varchar, dataset varchar, file varchar, layout varchar, sha256 varchar, rows_read bigint,
--          accepted bigint, rejected bigint, skipped bigint, loaded_at timestamp, loaded_by varchar, sample boolean,
--          live boolean
-- rests:   nothing

select
    batch_id, dataset, file, layout, sha256, rows_read, accepted, rejected, skipped, loaded_at, loaded_by, sample, live
from batch
order by loaded_at desc, batch_id desc
