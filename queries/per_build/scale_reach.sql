-- How many boxes a scale knows. Without a neutral answer every positive one counts in three, however few its steps.
select
    scale_id,
    case when bool_or(answer = 'neutral') then max(box) else 3 end as boxes
from scale_level
group by scale_id
