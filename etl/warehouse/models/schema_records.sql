-- The tables of the records behind the indices, the programmes, 好差评 and 12345. See schema.sql.

-- One row a dated entry of a member's points; the member is a pseudonym, the name is never stored.
create table member_points (
    year            integer not null,
    member_id       varchar not null,
    entry_no        varchar not null,
    branch_id       varchar,
    unit_id         varchar not null,
    current_unit_id varchar not null,
    kind            varchar not null,  -- base, plus, minus, zeroing
    aspect          varchar,
    points          double not null,
    entry_on        date,
    reason          varchar,
    rule_set        varchar,
    batch_id        varchar,
    source_sheet    varchar,
    source_row      integer
);

-- One row a branch and year: its score and what bears on its stars; star is as given, see branch_star.
create table branch_rating (
    year             integer not null,
    branch_id        varchar not null,
    branch           varchar,
    unit_id          varchar not null,
    current_unit_id  varchar not null,
    score            double not null,
    precondition_met boolean,
    veto             boolean not null,
    veto_reason      varchar,
    lagging          boolean not null,
    star             tinyint,
    rule_set         varchar,
    batch_id         varchar,
    source_sheet     varchar,
    source_row       integer
);

-- One row a brand and year: stage, award, points by criterion.
create table brand (
    year            integer not null,
    brand_id        varchar not null,
    brand           varchar not null,
    unit_id         varchar not null,
    current_unit_id varchar not null,
    stage           varchar,
    award           varchar,           -- top_ten, excellent, flagship
    streak          integer,           -- as given
    content         double,
    mechanism       double,
    integration     double,
    approval        double,
    influence       double,
    score           double,
    rule_set        varchar,
    batch_id        varchar,
    source_sheet    varchar,
    source_row      integer
);

-- One row a unit, year and part of the conduct index.
create table conduct_score (
    year            integer not null,
    unit_id         varchar not null,
    current_unit_id varchar not null,
    part            varchar not null,  -- public_review, daily_check, hotline_handling, bad_rating_fix, notice
    score           double not null,   -- 0–100; of notice: the points to take off
    basis           varchar,           -- what public_review counts: points, three
    rule_set        varchar,
    batch_id        varchar,
    source_sheet    varchar,
    source_row      integer
);

-- One row a unit, year and measure of its business results.
create table business_score (
    year            integer not null,
    unit_id         varchar not null,
    current_unit_id varchar not null,
    measure         varchar not null,
    score           double not null,
    full_score      double not null,
    rule_set        varchar,
    batch_id        varchar,
    source_sheet    varchar,
    source_row      integer
);

-- One row a post and year of 述评考; the person is a pseudonym.
create table appraisal (
    year            integer not null,
    unit_id         varchar not null,
    current_unit_id varchar not null,
    post            varchar not null,
    person_id       varchar,
    grade_scale     varchar not null,  -- ora4, competence4: never merged
    grade           varchar not null,
    ballots         bigint,
    good            bigint,            -- ballots for the best grade of the scale … the worst
    fairly_good     bigint,
    fair            bigint,
    poor            bigint,
    held_on         date,
    batch_id        varchar,
    source_sheet    varchar,
    source_row      integer
);

-- One row an entry of one of the lists that belong to a problem (问题清单, 整改清单, 工作清单 …).
create table rectification_entry (
    source          varchar not null,
    round_no        integer not null,
    problem_id      varchar not null,
    item_id         varchar not null,  -- source/round_no/problem_id
    list_kind       varchar not null,
    entry_no        varchar not null,
    unit_id         varchar not null,
    current_unit_id varchar not null,
    entry_text      varchar,
    due_text        varchar,
    due_on          date,
    done_on         date,
    status          varchar,
    reported_on     date,
    batch_id        varchar,
    source_sheet    varchar,
    source_row      integer
);

-- One row a project and progress snapshot of the six programmes.
create table programme_project (
    year            integer not null,
    programme       varchar not null,  -- coverage, service, team, example, care, support
    project_id      varchar not null,
    project         varchar not null,
    unit_id         varchar not null,
    current_unit_id varchar not null,
    target          varchar,
    plan            varchar,
    owner           varchar,
    measures        varchar,
    deadline        date,
    reported_on     date not null,
    progress        double,            -- share done, 0–1
    schedule        double,            -- share expected by then (序时进度), 0–1
    status          varchar,
    done_on         date,
    batch_id        varchar,
    source_sheet    varchar,
    source_row      integer
);

-- One row a unit, month, channel and level of 好差评.
create table service_rating (
    month           date not null,     -- its first day
    unit_id         varchar not null,
    current_unit_id varchar not null,
    channel         varchar not null,
    active          boolean not null,  -- entered by the user, not filled in by the system
    scale_id        varchar not null,
    answer          varchar not null,
    class           varchar not null,
    box             tinyint,
    points          double,
    n               bigint not null,
    batch_id        varchar,
    source_sheet    varchar,
    source_row      integer
);

-- One row a figure of a 12345 bulletin: a period × place × channel × measure.
create table hotline (
    period_text     varchar,
    period_kind     varchar not null,  -- week, month, quarter, year, other
    period_from     date not null,
    period_to       date not null,
    unit_id         varchar,           -- empty: the whole city, or a division
    current_unit_id varchar,
    division_code   varchar,
    channel         varchar not null,  -- all, or one of the channels
    measure         varchar not null,
    value           double not null,   -- a count; of a measure that ends in _rate: 0–1
    batch_id        varchar,
    source_sheet    varchar,
    source_row      integer
);

-- One row a grade of 述评考 and its scale; position 1 is the best.
create table appraisal_grade (
    grade       varchar not null,
    grade_scale varchar not null,
    position    integer not null,
    source      varchar
);
