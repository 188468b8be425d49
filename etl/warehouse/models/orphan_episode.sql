-- Episodes that cannot be counted yet, because an earlier episode of their item is not here (its row was rejected, or
-- its workbook has not come). They wait in rejected_row and join by themselves when it comes.
--
-- reads:   rectification_item_row
-- grain:   source, round_no, problem_id, episode
-- returns: the columns of rectification_item_row

with

numbered as (

    select
        rectification_item_row.*,
        row_number() over (partition by source, round_no, problem_id order by episode) as place
    from rectification_item_row

)

select * exclude (place)
from numbered
where episode <> place
