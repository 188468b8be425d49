-- Empty tables for builds that were made before these tables existed. A build's own table comes first in the search
-- path, so that the questions also run on an older build. The columns are those of etl/warehouse/build_schema.py.

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

create table suppressed_member as from suppressed_unit;

create table suppressed_appraisal (
    year        integer,
    grade_scale varchar,
    level       varchar,
    key         varchar
);

create table suppressed_rating (
    place_by varchar,
    place    varchar,
    year     integer,
    figure   varchar
);

-- The columns that the appraisal table of an older build lacks: without the level of a post nothing of it is shown.
create table appraisal_columns (
    post_level  varchar,
    feedback_on date,
    read_on     date,
    problems_n  integer,
    consequence varchar
);

create table duty_rules (
    valid_from integer,
    valid_to   integer,
    family     varchar,
    position   integer,
    action     varchar,
    source     varchar,
    note       varchar
);

create table contact_point (
    year            integer,
    post            varchar,
    unit_id         varchar,
    current_unit_id varchar,
    visits_planned  integer,
    visits_done     integer,
    last_visit_on   date,
    problems_n      integer,
    problem_ids     varchar,
    batch_id        varchar,
    source_sheet    varchar,
    source_row      integer
);

create table joint_session (
    held_on           date,
    body              varchar,
    unit_id           varchar,
    current_unit_id   varchar,
    party_topics_n    integer,
    business_topics_n integer,
    topics            varchar,
    batch_id          varchar,
    source_sheet      varchar,
    source_row        integer
);

create table duty_action (
    year            integer,
    unit_id         varchar,
    current_unit_id varchar,
    post            varchar,
    action          varchar,
    coverage        varchar,
    deadline        date,
    done_on         date,
    evidence        varchar,
    batch_id        varchar,
    source_sheet    varchar,
    source_row      integer
);

create table inquiry_question (
    question_id     varchar,
    session_on      date,
    question        varchar,
    asked_by        varchar,
    unit_id         varchar,
    current_unit_id varchar,
    topic           varchar,
    answered_on     date,
    promise         varchar,
    deadline        date,
    done_on         date,
    followed_up_on  date,
    satisfied       boolean,
    reported_on     date,
    batch_id        varchar,
    source_sheet    varchar,
    source_row      integer
);

create table bad_rating (
    case_id            varchar,
    unit_id            varchar,
    current_unit_id    varchar,
    hall               varchar,
    window_group       varchar,
    channel            varchar,
    rated_on           date,
    scale_id           varchar,
    answer             varchar,
    replied_on         date,
    rectified_on       date,
    called_back_on     date,
    callback_satisfied boolean,
    struck_out         boolean,
    batch_id           varchar,
    source_sheet       varchar,
    source_row         integer
);

create table hotline_topic (
    period_text     varchar,
    period_kind     varchar,
    period_from     date,
    period_to       date,
    unit_id         varchar,
    current_unit_id varchar,
    division_code   varchar,
    topic           varchar,
    n               bigint,
    rank_no         integer,
    batch_id        varchar,
    source_sheet    varchar,
    source_row      integer
);

create table form_finding (
    batch_id     varchar,
    finding      varchar,
    forms_n      bigint,
    of_n         bigint,
    rate         double,
    rate_without double
);
