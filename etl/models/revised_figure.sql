-- Published figures that differ between two attached builds, `before` and `after`. A figure that is only in `after` is
-- new and revises nothing. Sums of scores are added up in any order: their last digits are no revision.
--
-- returns: figure, year, unit_id, unit, before_numerator, before_denominator, after_numerator, after_denominator

select
    old.figure,
    old.year,
    old.unit_id,
    coalesce(named.unit, old.unit_id) as unit,
    old.numerator                     as before_numerator,
    old.denominator                   as before_denominator,
    new.numerator                     as after_numerator,
    new.denominator                   as after_denominator
from before.figure as old
left join after.figure as new
    on old.figure = new.figure
    and old.year is not distinct from new.year
    and old.unit_id is not distinct from new.unit_id
left join before.unit as named
    on old.unit_id = named.unit_id
where new.numerator is null
   or old.denominator is distinct from new.denominator
   or abs(new.numerator - old.numerator) > 1e-9 * greatest(1, abs(old.numerator))
order by old.unit_id is not null, old.figure, old.year desc nulls first, unit
