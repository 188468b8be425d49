-- The suppressed figures of several builds, appended: the columns of suppressed_figure and suppressed_unit.

create or replace temp table hidden_figure (
    survey_year integer,
    unit_level  varchar,
    group_level varchar,
    part_level  varchar,
    unit_class  varchar,
    unit_id     varchar,
    "group"     varchar,
    part        varchar
);

create or replace temp table hidden_unit (
    figure      varchar,
    period_kind varchar,
    period      date,
    level       varchar,
    unit_class  varchar,
    unit_id     varchar
);
