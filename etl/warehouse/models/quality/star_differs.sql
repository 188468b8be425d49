-- A branch whose stars as given are not those that band, precondition, quota and veto give.
-- Why: a star from the score alone, or one more than the quota has room for. The subject names the step that decided.
-- Severity: warning.

select
    'star_differs'                                                                    as "check",
    'warning'                                                                         as severity,
    'branch_rating'                                                                   as dataset,
    branch_star.unit_id,
    branch_star.current_unit_id,
    cast(branch_star.year as varchar)                                                 as period,
    concat_ws(
        ' · ', branch_star.branch_id, branch_rating.branch, 'star_reason.' || branch_star.reason
    )                                                                                 as subject,
    branch_star.given_star                                                            as given,
    branch_star.star                                                                  as expected,
    branch_rating.batch_id,
    branch_rating.source_sheet,
    branch_rating.source_row
from branch_star
inner join branch_rating
    on branch_star.year = branch_rating.year
    and branch_star.branch_id = branch_rating.branch_id
where branch_star.given_star <> branch_star.star
