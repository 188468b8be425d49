-- What a published number may rest on (methods §6): the figures of the survey that are shown. A figure is the answers, or
-- the forms, of the city, a class or a unit, of all groups or one, in all or by division or channel, in one year. Which of
-- them are hidden is worked out once a build (suppressed_figure); what they leave open stays open, because every question
-- makes all that it tells of shown figures: sums over years, weights, expected numbers, variances, parts of a change.
-- Where a hidden figure would be needed, hidden ones are counted together as the rest of what is shown (`merged`), or there
-- is no number.

-- The years and keys that a choice may not show: any figure that it is made of is hidden, and a part of it would be no
-- answer. What it is made of: units when it names some or lists them, else classes, else the city; groups when it names
-- some or lists them, else all together. by_key: all | group | unit | division, or of forms: form (all together) |
-- channel (each, and 'all'). By division or channel it names units or groups, not both: cells of all three are never
-- shown and have no keys here (too_fine).
create or replace macro hidden_keys(by_key, units, unit_classes, groups) as table
select distinct
    survey_year as year,
    case by_key
        when 'group' then "group"
        when 'unit' then unit_id
        when 'division' then part
        when 'channel' then case part_level when 'form' then 'all' else coalesce(part, 'unknown') end
        else 'all'
    end as key
from suppressed_figure
where unit_level = case
        when by_key = 'unit' or len(coalesce(units, [])) > 0 then 'unit'
        when len(coalesce(unit_classes, [])) > 0 then 'class'
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

-- Units, or classes, and groups together, by division or channel.
create or replace macro too_fine(by_key, units, unit_classes, groups) as (
    by_key in ('division', 'channel')
    and len(coalesce(units, [])) + len(coalesce(unit_classes, [])) > 0
    and len(coalesce(groups, [])) > 0
);

-- The groups of a choice that are hidden, by year: what is known of them is their sum, the choice's own figure less the
-- groups that are shown. Null: answers of no named group.
create or replace macro hidden_groups(units, unit_classes, groups) as table
select year, key as "group"
from hidden_keys('group', units, unit_classes, groups);

-- The groups of each unit that are hidden, by year, of those chosen.
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

-- Of the whole city: the groups, by year, whose divisions (part_level division) are hidden, each with the division, or whose
-- forms are (form), without one.
create or replace macro hidden_parts_of_groups(of_level) as table
select distinct
    survey_year as year,
    coalesce("group", 'unknown') as "group",
    part
from suppressed_figure
where unit_level = 'city'
  and group_level = 'group'
  and part_level = of_level;
