-- Which survey figures are suppressed (methods §6). A figure is the number of answers or forms in one year: of the
-- city, a class or a unit, of all groups or one group, in total or by division or channel. The build computes the
-- suppressed figures once (suppressed_figure). Questions compute everything from shown figures only (sums over years,
-- weights, expected numbers, variances, parts of a change), so that a suppressed figure cannot be computed from the
-- results. If a suppressed figure would be needed, the suppressed ones are merged into one remainder (`merged`), or the
-- result is null.

-- The years and keys that are suppressed for a choice, because at least one figure in it is suppressed and the shown
-- part alone would be wrong. Level of the figures: units if the choice names or lists units, else classes, else the
-- city; single groups if it names or lists groups, else all groups together. by_key: all | group | class | unit |
-- division, and for forms: form (all together) | channel (each, and 'all'). By division or channel, a choice names
-- units or groups, not both: combinations of all three are never shown and have no keys here (too_fine).
create or replace macro hidden_keys(by_key, units, unit_classes, groups) as table
select distinct
    survey_year as year,
    case by_key
        when 'group' then "group"
        when 'class' then unit_class
        when 'unit' then unit_id
        when 'division' then part
        when 'channel' then case part_level when 'form' then 'all' else coalesce(part, 'unknown') end
        else 'all'
    end as key
from suppressed_figure
where unit_level = case
        when by_key = 'unit' or len(coalesce(units, [])) > 0 then 'unit'
        when by_key = 'class' or len(coalesce(unit_classes, [])) > 0 then 'class'
        else 'city'
    end
  and group_level = case when by_key = 'group' or len(coalesce(groups, [])) > 0 then 'group' else 'all' end
  and case by_key
        when 'division' then part_level = 'division'
        when 'channel' then part_level in ('form', 'channel')
        when 'form' then part_level = 'form'
        else part_level = 'all'
    end
  and (unit_level = 'city' or chosen(unit_class, unit_classes))
  and (unit_level <> 'unit' or chosen(unit_id, units))
  and (group_level = 'all' or chosen("group", groups));

-- True for a choice of units or classes, together with groups, by division or channel.
create or replace macro too_fine(by_key, units, unit_classes, groups) as (
    by_key in ('division', 'channel')
    and len(coalesce(units, [])) + len(coalesce(unit_classes, [])) > 0
    and len(coalesce(groups, [])) > 0
);

-- The suppressed groups of a choice, by year. Only their sum is known: the figure of the whole choice minus the shown
-- groups. A null group holds the answers without a group.
create or replace macro hidden_groups(units, unit_classes, groups) as table
select year, key as "group"
from hidden_keys('group', units, unit_classes, groups);

-- The suppressed groups of each unit by year, among the chosen groups.
create or replace macro hidden_groups_of_units(groups) as table
select distinct
    survey_year as year,
    unit_id,
    "group"
from suppressed_figure
where unit_level = 'unit'
  and group_level = 'group'
  and part_level = 'all'
  and chosen("group", groups);

-- For the whole city, the groups by year with suppressed divisions (of_level division, one row per division) or with
-- suppressed forms (of_level form, division null).
create or replace macro hidden_parts_of_groups(of_level) as table
select distinct
    survey_year as year,
    coalesce("group", 'unknown') as "group",
    part
from suppressed_figure
where unit_level = 'city'
  and group_level = 'group'
  and part_level = of_level;
