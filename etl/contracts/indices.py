"""Contracts of the four indices: scores as given, and the records from which they are computed."""

import dataframely as dy
import polars as pl

from etl.contracts.provenance import Sourced


class IndexScore(Sourced):
    """The score of a subject (member, branch, brand, unit) on an index in a year."""

    survey_year = dy.Int32(primary_key=True, min=1990, max=2100, metadata={"past": True})
    index = dy.String(primary_key=True, metadata={"list": "index"})
    subject_grain = dy.String(metadata={"list": "subject_grain", "blank": "unit"})
    subject_id = dy.String(
        primary_key=True,
        metadata={"blank": "=unit_id", "secret": {"subject_grain": "member", "index": "pioneer"}},
    )
    unit_id = dy.String(primary_key=True, metadata={"list": "unit"})
    score = dy.Float64(min=0, max=150, allow_inf=False, allow_nan=False)  # may exceed 100; 150: assumption
    rule_set = dy.String(nullable=True)


class MemberPoints(Sourced):
    """One dated entry of a member's points ledger; the member is a pseudonym, names are never stored."""

    year = dy.Int32(primary_key=True, min=1990, max=2100, metadata={"past": True})
    member_id = dy.String(primary_key=True, min_length=1, metadata={"secret": True})
    entry_no = dy.String(primary_key=True, min_length=1, metadata={"identifier": True})
    branch_id = dy.String(nullable=True, metadata={"identifier": True})
    unit_id = dy.String(metadata={"list": "unit"})
    kind = dy.String(metadata={"list": "points_kind"})
    aspect = dy.String(nullable=True, metadata={"list": "points_aspect"})
    points = dy.Float64(min=-150, max=150, allow_inf=False, allow_nan=False, metadata={"blank": 0.0})
    entry_on = dy.Date(nullable=True, metadata={"past": True})
    reason = dy.String(nullable=True, metadata={"prose": True})
    rule_set = dy.String(nullable=True)

    @dy.rule()
    def only_a_deduction_is_negative(cls) -> pl.Expr:
        return (cls.points.col >= 0) | (cls.kind.col == "minus")


class BranchRating(Sourced):
    """A branch in a year: its score, and what decides its stars."""

    year = dy.Int32(primary_key=True, min=1990, max=2100, metadata={"past": True})
    branch_id = dy.String(primary_key=True, min_length=1, metadata={"identifier": True})
    branch = dy.String(nullable=True)
    unit_id = dy.String(metadata={"list": "unit"})
    score = dy.Float64(min=0, max=150, allow_inf=False, allow_nan=False)
    precondition_met = dy.Bool(nullable=True, metadata={"list": "yes_no"})
    veto = dy.Bool(metadata={"list": "yes_no", "blank": False})
    veto_reason = dy.String(nullable=True, metadata={"prose": True})
    lagging = dy.Bool(metadata={"list": "yes_no", "blank": False})
    star = dy.Int8(nullable=True, min=0, max=5, metadata={"star": True})  # as given, see the table branch_star
    rule_set = dy.String(nullable=True)


class Brand(Sourced):
    """A service brand in a year: its stage, award and points by criterion."""

    year = dy.Int32(primary_key=True, min=1990, max=2100, metadata={"past": True})
    brand_id = dy.String(primary_key=True, min_length=1, metadata={"blank": "=brand", "identifier": True})
    brand = dy.String(min_length=1)
    unit_id = dy.String(metadata={"list": "unit"})
    stage = dy.String(nullable=True, metadata={"list": "brand_stage"})
    award = dy.String(nullable=True, metadata={"list": "brand_award"})
    streak = dy.Int32(nullable=True, min=0, metadata={"unread": None})  # as given
    content = dy.Float64(nullable=True, min=0, max=100)
    mechanism = dy.Float64(nullable=True, min=0, max=100)
    integration = dy.Float64(nullable=True, min=0, max=100)
    approval = dy.Float64(nullable=True, min=0, max=100)
    influence = dy.Float64(nullable=True, min=0, max=100)
    score = dy.Float64(nullable=True, min=0, max=150)
    rule_set = dy.String(nullable=True)


class ConductScore(Sourced):
    """One part of a unit's conduct index in a year; of `notice` the points to deduct."""

    year = dy.Int32(primary_key=True, min=1990, max=2100, metadata={"past": True})
    unit_id = dy.String(primary_key=True, metadata={"list": "unit"})
    part = dy.String(primary_key=True, metadata={"list": "conduct_part"})
    score = dy.Float64(min=0, max=100, allow_inf=False, allow_nan=False)
    basis = dy.String(nullable=True, metadata={"list": "basis"})  # what public_review counts
    rule_set = dy.String(nullable=True)


class BusinessScore(Sourced):
    """A unit's business results in a year on one measure."""

    year = dy.Int32(primary_key=True, min=1990, max=2100, metadata={"past": True})
    unit_id = dy.String(primary_key=True, metadata={"list": "unit"})
    measure = dy.String(primary_key=True, metadata={"list": "business_measure"})
    score = dy.Float64(min=0, allow_inf=False, allow_nan=False)
    full_score = dy.Float64(min=1, allow_inf=False, allow_nan=False, metadata={"blank": 100.0})
    rule_set = dy.String(nullable=True)

    @dy.rule()
    def score_not_far_above_full_score(cls) -> pl.Expr:
        return cls.score.col <= cls.full_score.col * 1.5  # allows for bonus points; an assumption


class Appraisal(Sourced):
    """述评考 of one post in a year: grade, ballots from the best to the worst grade of its scale, and what followed."""

    year = dy.Int32(min=1990, max=2100, metadata={"key": True, "past": True})
    unit_id = dy.String(metadata={"key": True, "list": "unit"})
    post = dy.String(min_length=1, metadata={"key": True})
    person_id = dy.String(nullable=True, metadata={"key": True, "secret": True})
    grade = dy.String(metadata={"list": "appraisal_grade"})
    ballots = dy.Int64(nullable=True, min=0)
    good = dy.Int64(nullable=True, min=0)
    fairly_good = dy.Int64(nullable=True, min=0)
    fair = dy.Int64(nullable=True, min=0)
    poor = dy.Int64(nullable=True, min=0)
    held_on = dy.Date(nullable=True, metadata={"past": True, "unread": None})
    feedback_on = dy.Date(nullable=True, metadata={"past": True})  # the opinion was sent in writing
    read_on = dy.Date(nullable=True, metadata={"past": True})  # its receipt was signed
    problems_n = dy.Int32(nullable=True, min=0)  # in the problem list; the items themselves are in the ledger
    consequence = dy.String(nullable=True, metadata={"list": "appraisal_consequence"})

    @dy.rule()
    def read_not_before_feedback(cls) -> pl.Expr:
        return (cls.read_on.col >= cls.feedback_on.col).fill_null(True)

    @dy.rule()
    def votes_not_above_ballots(cls) -> pl.Expr:
        votes = pl.sum_horizontal(cls.good.col, cls.fairly_good.col, cls.fair.col, cls.poor.col)
        return (votes <= cls.ballots.col).fill_null(True)

    @dy.rule()
    def key_is_unique(cls) -> pl.Expr:
        return pl.struct("year", "unit_id", "post", "person_id").is_duplicated().not_()
