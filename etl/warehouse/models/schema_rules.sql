-- The rules that differ by place and year: data/reference, one table a file, each row dated and with its source (a
-- source mark or the word assumption). valid_from and valid_to are years; empty is open. Of the rule sets in force in
-- a year, the default is the one for rows that name none.

-- One row a rule set of 先锋指数. plus_cap, cap, floor empty: no bound.
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

-- One row a star of a rule set: the score from which on it is given.
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

-- One row a star with a quota: at most this share of the rated branches.
create table star_quotas (
    rule_set   varchar not null,
    valid_from integer,
    valid_to   integer,
    star       tinyint not null,
    share      decimal(6, 4) not null,
    source     varchar not null,
    note       varchar
);

-- One row a cause that keeps a branch from more stars: precondition (not met), veto, lagging.
create table star_limits (
    rule_set     varchar not null,
    valid_from   integer,
    valid_to     integer,
    cause        varchar not null,
    star_at_most tinyint not null,
    source       varchar not null,
    note         varchar
);

-- One row an award of a brand: since when there is such a thing, and how many a year.
create table brand_awards (
    award      varchar not null,
    valid_from integer,
    valid_to   integer,
    per_year   integer,
    source     varchar not null,
    note       varchar
);

-- One row a criterion of 品牌指数: a cell's points of full_score count weight.
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

-- One row a part of 作风指数: it has a weight, or it takes points off, at most deduction_cap.
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

-- One row a number of projects a year: of a programme, or (programme empty) in total.
create table programmes (
    valid_from integer,
    valid_to   integer,
    programme  varchar,
    projects   integer not null,
    source     varchar not null,
    note       varchar
);

-- One row a measure: the scores that count as 0 and as 1 where measures are put on one scale.
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

-- One row a measure of a side (party, business) or of the composite of the four indices: its weight there.
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

-- One row a respondent group: its weight where satisfaction is weighted by groups.
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

-- One row a respondent group: what was drawn at random of it, single answers or whole clusters (the answers about a unit,
-- or of a division) whose answers resemble each other.
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

-- One row a light: what shows it; above < measure ≤ up_to, an empty bound is open.
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

-- One row a number that a check of etl/models/quality compares with.
create table quality_limits (
    "check" varchar not null,
    name    varchar not null,
    value   double not null,
    source  varchar not null,
    note    varchar
);
