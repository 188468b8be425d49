-- The number of rejected rows by batch; a row of which only a cell was left blank is none.
select dataset, batch_id, count(distinct (source_sheet, source_row)) as rejected_n
from rejected_row
where not blanked
group by dataset, batch_id
