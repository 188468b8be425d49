-- Episodes whose earlier episode is missing (its row was rejected, or its workbook is not loaded). They are listed in
-- rejected_row and count as soon as the earlier episode is loaded.
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
