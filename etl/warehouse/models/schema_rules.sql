-- Rules by place and year, one table per file of data/reference. Each row has its years (valid_from, valid_to; null:
-- open) and its source (a source mark or the word assumption). Of several rule sets in force in a year, the default is
-- that of records that name none.

-- One row per rule set of 先锋指数. plus_cap, cap, floor null: no bound.
create table pioneer_rules (
    rule_set   varchar not null,
    valid_from integer,
    valid_to   integer,
    is_default boolean not null,
    base       double not null,  -- for a member whose ledger has no base entry
    plus_cap   double,
    cap        double,
    floor      double,
    source     varchar not null,
    note       varchar
);

-- One row per star of a rule set: its lowest score.
create table star_bands (
    rule_set   varchar not null,
    valid_from integer,
    valid_to   integer,
    is_default boolean not null,
    star       tinyint not null,
    min_score  double not null,
    source     varchar not null,
    note       varchar
);

-- One row per star with a quota: its largest share of the rated branches.
create table star_quotas (
    rule_set   varchar not null,
    valid_from integer,
    valid_to   integer,
    star       tinyint not null,
    share      decimal(6, 4) not null,
    source     varchar not null,
    note       varchar
);

-- One row per cause that limits the stars: precondition (not met), veto, lagging.
create table star_limits (
    rule_set     varchar not null,
    valid_from   integer,
    valid_to     integer,
    cause        varchar not null,
    star_at_most tinyint not null,
    source       varchar not null,
    note         varchar
);

-- One row per award of brands: the years it exists, and its number per year.
create table brand_awards (
    award      varchar not null,
    valid_from integer,
    valid_to   integer,
    per_year   integer,
    source     varchar not null,
    note       varchar
);

-- One row per criterion of 品牌指数: its weight and its full score.
create table brand_criteria (
    rule_set   varchar not null,
    valid_from integer,
    valid_to   integer,
    is_default boolean not null,
    criterion  varchar not null,
    weight     double not null,
    full_score double not null,
    source     varchar not null,
    note       varchar
);

-- One row per part of 作风指数: its weight, or the cap of its deductions.
create table conduct_weights (
    rule_set      varchar not null,
    valid_from    integer,
    valid_to      integer,
    is_default    boolean not null,
    part          varchar not null,
    weight        double,
    deduction_cap double,
    source        varchar not null,
    note          varchar
);

-- One row per number of projects in a year: of a programme, or (programme null) in total.
create table programmes (
    valid_from integer,
    valid_to   integer,
    programme  varchar,
    projects   integer not null,
    source     varchar not null,
    note       varchar
);

-- One row per action that leaders owe: its family (eight: 八个一, six: 六个同) and its place in it.
create table duty_rules (
    valid_from integer,
    valid_to   integer,
    family     varchar not null,
    position   integer not null,
    action     varchar not null,
    source     varchar not null,
    note       varchar
);

-- One row per measure: the scores mapped to 0 and to 1 when measures are put on a common scale.
create table goalposts (
    rule_set   varchar not null,
    valid_from integer,
    valid_to   integer,
    is_default boolean not null,
    measure    varchar not null,
    low        double not null,
    high       double not null,
    source     varchar not null,
    note       varchar
);

-- One row per measure of a side (party, business) or of the composite of the four indices: its weight.
create table index_weights (
    rule_set   varchar not null,
    valid_from integer,
    valid_to   integer,
    is_default boolean not null,
    side       varchar not null,
    measure    varchar not null,
    weight     double not null,
    source     varchar not null,
    note       varchar
);

-- One row per respondent group: its weight in group-weighted satisfaction.
create table group_weights (
    rule_set   varchar not null,
    valid_from integer,
    valid_to   integer,
    is_default boolean not null,
    "group"    varchar not null,
    weight     double not null,
    source     varchar not null,
    note       varchar
);

-- One row per respondent group: its sampling unit, single answers or clusters (all answers about a unit, or of a
-- division) with intra-cluster correlation.
create table sampling (
    rule_set   varchar not null,
    valid_from integer,
    valid_to   integer,
    is_default boolean not null,
    "group"    varchar not null,
    drawn_by   varchar not null check (drawn_by in ('answer', 'unit', 'division')),
    source     varchar not null,
    note       varchar
);

-- One row per light: its condition above < measure ≤ up_to; a null bound is open.
create table traffic_lights (
    rule_set   varchar not null,
    valid_from integer,
    valid_to   integer,
    is_default boolean not null,
    applies_to varchar not null,  -- ledger, programme
    status     varchar not null,
    light      varchar not null,
    measure    varchar,
    above      double,
    up_to      double,
    source     varchar not null,
    note       varchar
);

-- One row per threshold of a check in etl/warehouse/models/quality.
create table quality_limits (
    "check" varchar not null,
    name    varchar not null,
    value   double not null,
    source  varchar not null,
    note    varchar
);
