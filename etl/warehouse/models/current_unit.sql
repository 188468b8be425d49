-- The current unit of each unit: mergers and renamings are followed to the end, splits and transfers are not. The dates
-- along a path do not decrease, so that a name that came back ends where it came back. `union` without `all` drops
-- steps already taken, so that a cycle ends too (its units stay themselves).
--
-- reads:   unit_row, unit_lineage_row
-- grain:   unit_id
-- returns: unit_id, current_unit_id

with recursive

edge as (

    select
        predecessor_id,
        successor_id,
        cast(effective_on as date) as effective_on
    from unit_lineage_row
    where event in ('merge', 'rename')
      and predecessor_id <> successor_id

),

reached (unit_id, reached_id, reached_on) as (

    select
        unit_id,
        unit_id,
        cast('0001-01-01' as date)
    from unit_row

    union

    select
        reached.unit_id,
        edge.successor_id,
        coalesce(edge.effective_on, reached.reached_on)
    from reached
    inner join edge
        on reached.reached_id = edge.predecessor_id
        and coalesce(edge.effective_on, reached.reached_on) >= reached.reached_on

),

ended as (

    select
        reached.unit_id,
        reached.reached_id,
        row_number() over (
            partition by reached.unit_id
            order by reached.reached_on desc, reached.reached_id
        ) as place
    from reached
    where not exists (
        select 1
        from edge
        where edge.predecessor_id = reached.reached_id
          and coalesce(edge.effective_on, reached.reached_on) >= reached.reached_on
    )

)

select
    unit_row.unit_id,
    coalesce(ended.reached_id, unit_row.unit_id) as current_unit_id
from unit_row
left join ended
    on unit_row.unit_id = ended.unit_id
    and ended.place = 1
