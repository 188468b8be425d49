"""The warehouse on one page: every dataset, its key, its columns, its rules.

The template workbook, the intake checks, the definitions page and the column tables of the README come from here. A
column's `metadata` says how its cells are read:

    list    the code list (or `unit`, `division`, `scale`, `answer`) that its words belong to; closed unless a layout
            says `register`
    absent  the value when the file has no such column
    blank   the value when the file has no such column or the cell is empty; `=other` copies another column
    month   a date given as a month only is its `first` or its `last` day; without it such a date is a fault
    key     belongs to the key although it may be empty
    prose   kept as written, but for outer spaces
"""

import dataframely as dy
import polars as pl


class Sourced(dy.Schema):
    """Every row knows where it was written."""

    source_sheet = dy.String()  # empty for a file without sheets
    source_row = dy.UInt32(min=1)  # as the reader's spreadsheet counts, the header included


class Unit(Sourced):
    """One unit under one name; a renamed unit is a new row with lineage."""

    unit_id = dy.String(primary_key=True, min_length=1)
    unit = dy.String(min_length=1)
    unit_class = dy.String(metadata={"list": "unit_class", "blank": "unclassified"})
    unit_kind = dy.String(nullable=True, metadata={"list": "unit_kind"})
    aliases = dy.String(nullable=True)
    valid_from = dy.Date(nullable=True, metadata={"month": "first"})
    valid_to = dy.Date(nullable=True, metadata={"month": "last"})

    @dy.rule()
    def valid_to_not_before_valid_from(cls) -> pl.Expr:
        return (cls.valid_to.col >= cls.valid_from.col).fill_null(True)


class UnitLineage(Sourced):
    """One edge: what became of a unit."""

    predecessor_id = dy.String(primary_key=True, metadata={"list": "unit"})
    successor_id = dy.String(primary_key=True, metadata={"list": "unit"})
    effective_on = dy.Date(metadata={"month": "first"})
    event = dy.String(metadata={"list": "lineage_event"})

    @dy.rule()
    def successor_differs_from_predecessor(cls) -> pl.Expr:
        return cls.predecessor_id.col != cls.successor_id.col


class SurveyResponse(Sourced):
    """One answer: a form and an item of it."""

    survey_year = dy.Int32(primary_key=True, min=1990, max=2100)
    wave = dy.String(primary_key=True, metadata={"blank": "=survey_year"})
    form_id = dy.String(primary_key=True, min_length=1)
    unit_id = dy.String(primary_key=True, metadata={"list": "unit"})
    item = dy.String(primary_key=True, metadata={"list": "item", "absent": "overall"})
    group = dy.String(metadata={"list": "group"})
    channel = dy.String(metadata={"list": "channel", "absent": "paper"})
    division_code = dy.String(nullable=True, metadata={"list": "division"})
    scale_id = dy.String(metadata={"list": "scale"})
    answer = dy.String(metadata={"list": "answer"})


class SurveyCount(Sourced):
    """One cell of a count table: how many gave this answer. Forms repeat on the rows of their form-cell."""

    survey_year = dy.Int32(min=1990, max=2100, metadata={"key": True})
    wave = dy.String(metadata={"key": True, "blank": "=survey_year"})
    unit_id = dy.String(metadata={"key": True, "list": "unit"})
    group = dy.String(metadata={"key": True, "list": "group"})
    channel = dy.String(metadata={"key": True, "list": "channel", "absent": "paper"})
    division_code = dy.String(nullable=True, metadata={"key": True, "list": "division"})
    item = dy.String(metadata={"key": True, "list": "item", "absent": "overall"})
    scale_id = dy.String(metadata={"list": "scale"})
    answer = dy.String(metadata={"key": True, "list": "answer"})
    n = dy.Int64(min=0)
    issued = dy.Int64(nullable=True, min=0)
    returned = dy.Int64(nullable=True, min=0)
    valid = dy.Int64(nullable=True, min=0)

    @dy.rule()
    def returned_not_above_issued(cls) -> pl.Expr:
        return (cls.returned.col <= cls.issued.col).fill_null(True)

    @dy.rule()
    def valid_not_above_returned(cls) -> pl.Expr:
        return (cls.valid.col <= cls.returned.col).fill_null(True)

    @dy.rule()
    def valid_not_above_issued(cls) -> pl.Expr:
        return (cls.returned.col.is_not_null() | (cls.valid.col <= cls.issued.col)).fill_null(True)

    @dy.rule()
    def key_is_unique(cls) -> pl.Expr:
        cell = ["survey_year", "wave", "unit_id", "group", "channel", "division_code", "item", "answer"]
        return pl.struct(cell).is_duplicated().not_()


class Opinion(Sourced):
    """One opinion from a form: a problem or praise, raw and after merging duplicates."""

    survey_year = dy.Int32(primary_key=True, min=1990, max=2100)
    opinion_id = dy.String(primary_key=True, min_length=1)
    unit_id = dy.String(metadata={"list": "unit"})
    group = dy.String(nullable=True, metadata={"list": "group"})
    channel = dy.String(metadata={"list": "channel", "absent": "paper"})
    theme = dy.String(metadata={"list": "theme"})
    polarity = dy.String(metadata={"list": "polarity"})
    raw_n = dy.Int64(min=1, metadata={"blank": 1})
    merged_n = dy.Int64(min=0, metadata={"blank": 1})
    text = dy.String(nullable=True, metadata={"prose": True})

    @dy.rule()
    def merged_not_above_raw(cls) -> pl.Expr:
        return (cls.merged_n.col <= cls.raw_n.col).fill_null(True)


class IndexScore(Sourced):
    """One score of a subject (member, branch, brand, unit) in a year."""

    survey_year = dy.Int32(primary_key=True, min=1990, max=2100)
    index = dy.String(primary_key=True, metadata={"list": "index"})
    subject_grain = dy.String(metadata={"list": "subject_grain", "absent": "unit"})
    subject_id = dy.String(primary_key=True, metadata={"blank": "=unit_id"})
    unit_id = dy.String(primary_key=True, metadata={"list": "unit"})
    score = dy.Float64(
        min=0, max=150, allow_inf=False, allow_nan=False
    )  # a running score may pass 100; 150: assumption
    rule_set = dy.String(nullable=True)


class RectificationItem(Sourced):
    """One episode of a problem: found, due, done, closed; a re-opened problem has several."""

    source = dy.String(primary_key=True, metadata={"list": "source"})
    round_no = dy.Int32(primary_key=True, min=1, metadata={"blank": 1})
    problem_id = dy.String(primary_key=True, min_length=1)
    episode = dy.Int32(primary_key=True, min=1, metadata={"blank": 1})
    unit_id = dy.String(metadata={"list": "unit"})
    category = dy.String(nullable=True)
    problem_text = dy.String(nullable=True, metadata={"prose": True})
    measures = dy.String(nullable=True, metadata={"prose": True})
    found_on = dy.Date()
    due_text = dy.String(nullable=True, metadata={"prose": True})
    due_on = dy.Date(nullable=True, metadata={"month": "last"})
    extended_to = dy.Date(nullable=True, metadata={"month": "last"})
    immediate = dy.Bool(metadata={"list": "yes_no", "blank": False})
    long_term = dy.Bool(metadata={"list": "yes_no", "blank": False})
    status = dy.String(nullable=True, metadata={"list": "status"})
    done_on = dy.Date(nullable=True)
    close_requested_on = dy.Date(nullable=True)
    closed_on = dy.Date(nullable=True)
    withdrawn_on = dy.Date(nullable=True)
    look_back_on = dy.Date(nullable=True)
    look_back_result = dy.String(nullable=True)
    reported_on = dy.Date(nullable=True, metadata={"month": "last"})

    @dy.rule()
    def closed_not_before_found(cls) -> pl.Expr:
        return (cls.closed_on.col >= cls.found_on.col).fill_null(True)

    @dy.rule()
    def withdrawn_not_before_found(cls) -> pl.Expr:
        return (cls.withdrawn_on.col >= cls.found_on.col).fill_null(True)

    @dy.rule()
    def extended_not_before_due(cls) -> pl.Expr:
        return (cls.extended_to.col >= cls.due_on.col).fill_null(True)

    @dy.rule()
    def not_both_closed_and_withdrawn(cls) -> pl.Expr:
        return cls.closed_on.col.is_null() | cls.withdrawn_on.col.is_null()

    @dy.rule()
    def closed_status_has_closing_date(cls) -> pl.Expr:
        return (cls.status.col != "closed").fill_null(True) | cls.closed_on.col.is_not_null()


# In the order of loading: the directory first, since every other dataset names units.
DATASETS: dict[str, type[dy.Schema]] = {
    "unit": Unit,
    "unit_lineage": UnitLineage,
    "survey_response": SurveyResponse,
    "survey_count": SurveyCount,
    "opinion": Opinion,
    "index_score": IndexScore,
    "rectification_item": RectificationItem,
}
