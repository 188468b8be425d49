-- Tables about the build itself: computed indices, quality findings, coverage, published figures.

-- One row per subject, index and year: the score as given (index_score) and as computed from the records.
create table index_reconciled (
    year            integer not null,
    index           varchar not null,
    subject_grain   varchar not null,
    subject_id      varchar not null,
    unit_id         varchar not null,
    current_unit_id varchar not null,
    given           double,
    computed        double,
    rule_set        varchar,
    complete        boolean            -- false: a part was missing and the weights were re-normalised
);

-- One row per branch and year: its stars after each step.
create table branch_star (
    year              integer not null,
    branch_id         varchar not null,
    unit_id           varchar not null,
    current_unit_id   varchar not null,
    rule_set          varchar not null,
    score             double not null,
    band_star         tinyint not null,  -- from the score alone
    precondition_star tinyint not null,  -- … after the precondition
    quota_star        tinyint not null,  -- … after the quota
    star              tinyint not null,  -- … after the veto
    reason            varchar not null,  -- the step that decided: band, precondition, quota, veto, lagging
    given_star        tinyint
);

-- One row per quality finding. Its sentence is words' quality.CHECK.
create table quality_finding (
    "check"         varchar not null,
    severity        varchar not null,  -- error, warning, note
    dataset         varchar not null,
    unit_id         varchar,
    current_unit_id varchar,
    period          varchar,           -- a year as 2025, or a period as written
    subject         varchar,           -- what it is about: a branch, a member's pseudonym, a table's row
    given           double,
    expected        double,
    batch_id        varchar,
    source_sheet    varchar,
    source_row      integer
);

-- One row per kind of forms that stand out in the export of a survey site: from one device within a minute, quick,
-- alike, in a burst. No form is dropped, and nothing of it is kept here but its number. The rates, of all forms of the
-- batch and of the others, are null where they would tell of few forms.
create table form_finding (
    batch_id     varchar not null,
    finding      varchar not null,     -- device, quick, alike, burst
    forms_n      bigint not null,
    of_n         bigint not null,      -- forms of the batch
    rate         double,
    rate_without double
);

-- One row per dataset, unit and year that has data.
create table coverage (
    dataset         varchar not null,
    unit_id         varchar,
    current_unit_id varchar,
    year            integer not null,
    rows_n          bigint not null,
    latest_on       date               -- the latest day in the rows
);

-- One row per published figure. Two builds are compared on these before the new one is published.
create table figure (
    figure      varchar not null,
    year        integer,
    unit_id     varchar,               -- null: the whole city
    numerator   double not null,
    denominator double                 -- null: the numerator is the figure
);
