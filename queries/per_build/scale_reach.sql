-- The number of boxes of a scale. Without a neutral level it is 3: the basis three then counts all positive levels,
-- even if they are fewer than three.
select
    scale_id,
    case when bool_or(answer = 'neutral') then max(box) else 3 end as boxes
from scale_level
group by scale_id
