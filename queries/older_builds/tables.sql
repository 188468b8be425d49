-- Empty tables for builds that were made before these tables existed. A build's own table comes first in the search
-- path, so that the questions also run on an older build. The columns are those of etl/models.

create table group_weights (
    rule_set   varchar,
    valid_from integer,
    valid_to   integer,
    is_default boolean,
    "group"    varchar,
    weight     double,
    source     varchar,
    note       varchar
);

create table sampling (
    rule_set   varchar,
    valid_from integer,
    valid_to   integer,
    is_default boolean,
    "group"    varchar,
    drawn_by   varchar,
    source     varchar,
    note       varchar
);

create table scale_bridge (
    from_scale  varchar,
    to_scale    varchar,
    basis       varchar,
    approved_by varchar,
    approved_on date,
    source      varchar,
    note        varchar
);

-- An older build keeps what it published: only cells under the smallest n are suppressed, not their neighbours.
create table suppressed_figure (
    survey_year integer,
    unit_level  varchar,
    group_level varchar,
    part_level  varchar,
    unit_class  varchar,
    unit_id     varchar,
    "group"     varchar,
    part        varchar
);

create table suppressed_unit (
    figure      varchar,
    period_kind varchar,
    period      date,
    level       varchar,
    unit_class  varchar,
    unit_id     varchar
);

create table suppressed_appraisal (
    year        integer,
    grade_scale varchar,
    level       varchar,
    key         varchar
);

-- The columns that the appraisal table of an older build lacks: without the level of a post nothing of it is shown.
create table appraisal_columns (
    post_level  varchar,
    feedback_on date,
    read_on     date,
    problems_n  integer,
    consequence varchar
);
