"""Contracts of the rectification ledger with its lists, and of the projects of the six programmes."""

import dataframely as dy
import polars as pl

from etl.contracts.provenance import Sourced


class RectificationItem(Sourced):
    """One episode of a problem: found, due, done, closed. A re-opened problem has several episodes."""

    source = dy.String(primary_key=True, metadata={"list": "source"})
    round_no = dy.Int32(primary_key=True, min=1, metadata={"blank": 1})
    problem_id = dy.String(primary_key=True, min_length=1, metadata={"identifier": True})
    episode = dy.Int32(primary_key=True, min=1, metadata={"blank": 1})
    unit_id = dy.String(metadata={"list": "unit"})
    category = dy.String(nullable=True)
    problem_text = dy.String(nullable=True, metadata={"prose": True})
    goal = dy.String(nullable=True, metadata={"prose": True})
    measures = dy.String(nullable=True, metadata={"prose": True})
    lead_officer = dy.String(nullable=True)  # persons' names stay in the batch and are not in builds
    owner_person = dy.String(nullable=True)
    assist_units = dy.String(nullable=True)
    found_on = dy.Date(metadata={"past": True})
    due_text = dy.String(nullable=True, metadata={"prose": True})
    due_on = dy.Date(nullable=True, metadata={"month": "last"})
    extended_to = dy.Date(nullable=True, metadata={"month": "last"})
    extension_n = dy.Int32(nullable=True, min=0, metadata={"unread": None})
    extension_reason = dy.String(nullable=True, metadata={"prose": True})
    immediate = dy.Bool(metadata={"list": "yes_no", "blank": False})
    long_term = dy.Bool(metadata={"list": "yes_no", "blank": False})
    status = dy.String(nullable=True, metadata={"list": "status"})
    done_on = dy.Date(nullable=True, metadata={"past": True})
    close_requested_on = dy.Date(nullable=True, metadata={"past": True})
    reviewer = dy.String(nullable=True)
    closed_on = dy.Date(nullable=True, metadata={"past": True})
    withdrawn_on = dy.Date(nullable=True, metadata={"past": True})
    look_back_on = dy.Date(nullable=True, metadata={"past": True})
    look_back_result = dy.String(nullable=True)
    reported_on = dy.Date(nullable=True, metadata={"month": "last", "past": True})

    @dy.rule()
    def closed_not_before_found(cls) -> pl.Expr:
        return (cls.closed_on.col >= cls.found_on.col).fill_null(True)

    @dy.rule()
    def withdrawn_not_before_found(cls) -> pl.Expr:
        return (cls.withdrawn_on.col >= cls.found_on.col).fill_null(True)

    @dy.rule()
    def due_not_before_found(cls) -> pl.Expr:
        return (cls.due_on.col >= cls.found_on.col).fill_null(True)

    @dy.rule()
    def extended_not_before_due(cls) -> pl.Expr:
        return (cls.extended_to.col >= cls.due_on.col).fill_null(True)

    @dy.rule()
    def not_both_closed_and_withdrawn(cls) -> pl.Expr:
        return cls.closed_on.col.is_null() | cls.withdrawn_on.col.is_null()

    @dy.rule()
    def closed_status_has_closing_date(cls) -> pl.Expr:
        return (cls.status.col != "closed").fill_null(True) | cls.closed_on.col.is_not_null()


class RectificationEntry(Sourced):
    """One entry of a list attached to a problem: 问题清单, 整改清单, 工作清单 or another."""

    source = dy.String(primary_key=True, metadata={"list": "source"})
    round_no = dy.Int32(primary_key=True, min=1, metadata={"blank": 1})
    problem_id = dy.String(primary_key=True, min_length=1, metadata={"identifier": True})
    list_kind = dy.String(primary_key=True, metadata={"list": "list_kind"})
    entry_no = dy.String(primary_key=True, metadata={"blank": "1", "identifier": True})
    unit_id = dy.String(metadata={"list": "unit"})
    entry_text = dy.String(nullable=True, metadata={"prose": True})
    due_text = dy.String(nullable=True, metadata={"prose": True})
    due_on = dy.Date(nullable=True, metadata={"month": "last"})
    done_on = dy.Date(nullable=True, metadata={"past": True})
    status = dy.String(nullable=True, metadata={"list": "status"})
    reported_on = dy.Date(nullable=True, metadata={"month": "last", "past": True})


class ProgrammeProject(Sourced):
    """A project of the six programmes as of the day of a report."""

    year = dy.Int32(primary_key=True, min=1990, max=2100)
    programme = dy.String(metadata={"list": "programme"})
    project_id = dy.String(primary_key=True, min_length=1, metadata={"identifier": True})
    project = dy.String(min_length=1)
    unit_id = dy.String(metadata={"list": "unit"})
    target = dy.String(nullable=True, metadata={"prose": True})
    plan = dy.String(nullable=True, metadata={"prose": True})
    owner = dy.String(nullable=True, metadata={"prose": True})
    measures = dy.String(nullable=True, metadata={"prose": True})
    deadline = dy.Date(nullable=True, metadata={"month": "last"})
    reported_on = dy.Date(primary_key=True, metadata={"month": "last", "past": True})
    progress = dy.Float64(nullable=True, min=0, max=1, metadata={"share": True})
    schedule = dy.Float64(nullable=True, min=0, max=1, metadata={"share": True})  # 序时进度: expected by reported_on
    status = dy.String(nullable=True, metadata={"list": "project_status"})
    done_on = dy.Date(nullable=True, metadata={"past": True})
