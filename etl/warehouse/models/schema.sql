-- Tables of a build that belong to no dataset, and the cells of the survey. See etl/warehouse/build_schema.py.
-- A build file is immutable; every table is there even when it has no row.

-- One row per property of the build: build_id, as_of, sample, definitions, built_from.
create table meta (
    key   varchar primary key,
    value varchar
);

-- One row per live batch.
create table batch (
    batch_id  varchar primary key,
    dataset   varchar not null,
    file      varchar not null,
    layout    varchar,
    sha256    varchar not null,
    rows_read bigint not null,
    accepted  bigint not null,
    rejected  bigint not null,
    skipped   bigint not null,
    loaded_at timestamp not null,
    loaded_by varchar,
    sample    boolean not null,
    live      boolean not null
);

-- One row per fault of a live batch; a source row may have several.
create table rejected_row (
    batch_id     varchar not null,
    dataset      varchar not null,
    file         varchar not null,
    source_sheet varchar,
    source_row   integer,
    "column"     varchar,
    header       varchar,
    found        varchar,
    rule         varchar,
    message_zh   varchar,
    message_en   varchar,
    blanked      boolean not null default false  -- the row is accepted without the cell
);

-- One row per cell: the number of answers.
create table survey_answer (
    survey_year     integer not null,
    wave            varchar not null,
    unit_id         varchar not null,
    current_unit_id varchar not null,
    "group"         varchar,
    channel         varchar,
    division_code   varchar,
    item            varchar not null,
    headline        boolean not null,  -- the overall item, or any item of a wave that has no overall one
    scale_id        varchar not null,
    answer          varchar not null,
    class           varchar not null,  -- valid, dk, abstain
    box             tinyint,           -- 1 top, 2 two, 3 three, null in no box
    points          double,
    n               bigint not null,
    batch_id        varchar
);

-- One row per suppressed survey figure (small, or disclosing a small one): of the city, a class or a unit; of all
-- groups or one; of all answers, one division, all forms or the forms of one channel.
create table suppressed_figure (
    survey_year integer not null,
    unit_level  varchar not null,  -- city, class, unit
    group_level varchar not null,  -- all, group
    part_level  varchar not null,  -- all, division, form, channel
    unit_class  varchar,
    unit_id     varchar,
    "group"     varchar,
    part        varchar
);

-- One row per suppressed figure of a unit or class outside the survey: small, or disclosing a small one by its sums.
create table suppressed_unit (
    figure      varchar not null,  -- valid_callbacks, active_ratings, or the index whose members are counted
    period_kind varchar not null,
    period      date not null,     -- its first day
    level       varchar not null,  -- class, unit; branch: none of the branches of unit_id is shown
    unit_class  varchar,
    unit_id     varchar
);

-- One row per suppressed figure about some of the members behind an index: few, or disclosing a figure of few.
create table suppressed_member (
    figure      varchar not null,  -- INDEX_change; points_bands; points_KIND_ASPECT (of entries),
                                   -- points_losing, points_cut
    period_kind varchar not null,
    period      date not null,     -- its first day
    level       varchar not null,  -- city, class, unit; merged: points_KIND_ASPECT is shown with others as one aspect,
                                   -- points_BAND with the next higher band
    unit_class  varchar,
    unit_id     varchar
);

-- One row per figure of bad ratings that is not shown: small, or disclosing a small one by its sums.
create table suppressed_rating (
    place_by varchar not null,  -- city, unit, hall, window_group
    place    varchar not null,  -- '' where the ledger names none
    year     integer not null,
    figure   varchar not null   -- ratings, callbacks
);

-- One row per figure of 述评考 that is not shown apart: it is about few persons, or would give such a figure away.
create table suppressed_appraisal (
    year        integer not null,
    grade_scale varchar not null,
    level       varchar not null,  -- city: all of it; class, post: the key is one of those shown together as one;
                                   -- grade_of_city, _class, _post: the grade is shown together with the next better one
    key         varchar
);

-- One row per form cell: forms issued, returned, valid.
create table survey_form (
    survey_year     integer not null,
    wave            varchar not null,
    unit_id         varchar not null,
    current_unit_id varchar not null,
    "group"         varchar,
    channel         varchar,
    division_code   varchar,
    issued          bigint,
    returned        bigint,
    valid           bigint,
    batch_id        varchar
);

-- One row per division, zone or other place, over all the years.
create table division (
    division_code  varchar not null,
    zh             varchar,
    en             varchar,
    kind           varchar,  -- division, zone, other
    valid_from     date,
    valid_to       date,
    successor_code varchar,
    lng            double,
    lat            double
);

-- One row per level of an answer scale.
create table scale_level (
    scale_id      varchar not null,
    level         integer,
    answer        varchar not null,
    class         varchar not null,
    box           tinyint,
    points        double,
    points_source varchar,
    words         varchar
);

-- One row per change of scale across which answers are comparable on a basis. In force once a steward has approved it.
create table scale_bridge (
    from_scale  varchar not null,
    to_scale    varchar not null,
    basis       varchar not null,
    approved_by varchar,
    approved_on date,
    source      varchar not null,
    note        varchar
);

-- One row per grade of 述评考 and its scale; position 1 is the best.
create table appraisal_grade (
    grade       varchar not null,
    grade_scale varchar not null,
    position    integer not null,
    source      varchar
);

-- One row per word by which the text of a post tells its level; a post with several is of the lowest position.
create table post_level (
    position   integer not null,
    word       varchar not null,
    post_level varchar not null,
    source     varchar
);

-- One row per target line of a metric.
create table target (
    metric varchar not null,
    basis  varchar,
    target double not null,
    source varchar
);

-- One row per column of a dataset: the data dictionary.
create table contract_column (
    dataset  varchar not null,
    position integer not null,
    "column" varchar not null,
    type     varchar not null,
    nullable boolean not null,
    key      boolean not null,
    rules    varchar
);
