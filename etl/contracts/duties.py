"""Contracts of 履责 (duties of leaders) and of 专题询问 (inquiries): posts, units and days, never a person's name.

A post is a code of the list `post`, so that a name in its place rejects the row.
"""

import dataframely as dy
import polars as pl

from etl.contracts.provenance import Sourced


class ContactPoint(Sourced):
    """A leader's contact point (联系点) in a year: visits, and the problems taken up there."""

    year = dy.Int32(primary_key=True, min=1990, max=2100)
    post = dy.String(primary_key=True, metadata={"list": "post"})
    unit_id = dy.String(primary_key=True, metadata={"list": "unit"})
    visits_planned = dy.Int32(min=0)
    visits_done = dy.Int32(min=0)
    last_visit_on = dy.Date(nullable=True, metadata={"past": True})
    problems_n = dy.Int32(min=0, metadata={"blank": 0})
    problem_ids = dy.String(nullable=True, metadata={"prose": True})  # numbers of items of the ledger, one or several

    @dy.rule()
    def visited_has_a_visit(cls) -> pl.Expr:
        return cls.last_visit_on.col.is_null() | (cls.visits_done.col > 0)


class JointSession(Sourced):
    """One session of 同述同议: how many topics of Party work and of business were reported on and discussed."""

    held_on = dy.Date(primary_key=True, metadata={"past": True})
    body = dy.String(primary_key=True, metadata={"list": "session_body"})
    unit_id = dy.String(primary_key=True, metadata={"list": "unit"})
    party_topics_n = dy.Int32(min=0)
    business_topics_n = dy.Int32(min=0)
    topics = dy.String(nullable=True, metadata={"prose": True})

    @dy.rule()
    def session_has_a_topic(cls) -> pl.Expr:
        return (cls.party_topics_n.col + cls.business_topics_n.col) > 0


class DutyAction(Sourced):
    """An action that a post owes by a day: as the unit reports it, or as a spot check found it."""

    year = dy.Int32(primary_key=True, min=1990, max=2100)
    unit_id = dy.String(primary_key=True, metadata={"list": "unit"})
    post = dy.String(primary_key=True, metadata={"list": "post"})
    action = dy.String(primary_key=True, metadata={"list": "duty_action"})
    coverage = dy.String(primary_key=True, metadata={"list": "duty_coverage", "blank": "census"})
    deadline = dy.Date(primary_key=True, metadata={"month": "last"})
    done_on = dy.Date(nullable=True, metadata={"past": True})
    evidence = dy.String(nullable=True, metadata={"prose": True})


class InquiryQuestion(Sourced):
    """A question put in an inquiry session (专题询问): its answer, the promise, and what became of it."""

    question_id = dy.String(primary_key=True, min_length=1, metadata={"identifier": True})
    session_on = dy.Date(metadata={"past": True})
    question = dy.String(min_length=1, metadata={"prose": True})
    asked_by = dy.String(nullable=True, metadata={"list": "asker", "unread": None})
    unit_id = dy.String(metadata={"list": "unit"})
    topic = dy.String(nullable=True, metadata={"list": "inquiry_topic", "unread": None})
    answered_on = dy.Date(nullable=True, metadata={"past": True})
    promise = dy.String(nullable=True, metadata={"prose": True})
    deadline = dy.Date(nullable=True, metadata={"month": "last"})
    done_on = dy.Date(nullable=True, metadata={"past": True})
    followed_up_on = dy.Date(nullable=True, metadata={"past": True, "unread": None})
    satisfied = dy.Bool(nullable=True, metadata={"list": "yes_no", "unread": None})
    reported_on = dy.Date(nullable=True, metadata={"month": "last", "past": True})

    @dy.rule()
    def answered_not_before_asked(cls) -> pl.Expr:
        return (cls.answered_on.col >= cls.session_on.col).fill_null(True)

    @dy.rule()
    def deadline_not_before_asked(cls) -> pl.Expr:
        return (cls.deadline.col >= cls.session_on.col).fill_null(True)

    @dy.rule()
    def kept_not_before_asked(cls) -> pl.Expr:
        return (cls.done_on.col >= cls.session_on.col).fill_null(True)
