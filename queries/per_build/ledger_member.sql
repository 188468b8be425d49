-- One row per member of a points ledger and year, under the unit and branch of the latest entry, with the points as
-- computed by the rules; null where no rule is in force. A member is a pseudonym and never leaves a question.
select
    home.year,
    home.unit_id,
    unit.unit_class,
    coalesce(home.branch_id, 'none') as branch_id,
    home.member_id,
    scored.computed                  as points
from member_home as home
left join index_reconciled as scored
    on scored."index" = 'pioneer'
    and scored.year = home.year
    and scored.subject_id = home.member_id
    and scored.computed is not null
left join unit
    on unit.unit_id = home.unit_id
