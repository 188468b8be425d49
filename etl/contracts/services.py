"""Contracts of public services: 好差评 with its bad ratings, and 12345 with its hot topics."""

import dataframely as dy
import polars as pl

from etl.contracts.provenance import Sourced


class ServiceRating(Sourced):
    """The number of ratings of a unit in a month, by channel and answer."""

    month = dy.Date(primary_key=True, metadata={"month": "first", "past": True})
    unit_id = dy.String(primary_key=True, metadata={"list": "unit"})
    channel = dy.String(primary_key=True, metadata={"list": "service_channel", "blank": "window"})
    active = dy.Bool(
        primary_key=True, metadata={"list": "yes_no", "blank": True}
    )  # entered by the user, not by default
    scale_id = dy.String(metadata={"list": "scale", "blank": "hcp5"})
    answer = dy.String(primary_key=True, metadata={"list": "answer"})
    n = dy.Int64(min=0)

    @dy.rule()
    def month_is_given_by_its_first_day(cls) -> pl.Expr:
        return cls.month.col.dt.day() == 1


class BadRating(Sourced):
    """One bad rating (差评) and what became of it: reply, rectification, call-back, appeal. Nobody's name or telephone
    number; the case number is kept as a pseudonym."""

    case_id = dy.String(primary_key=True, min_length=1, metadata={"secret": True})
    unit_id = dy.String(metadata={"list": "unit"})
    hall = dy.String(nullable=True)
    window_group = dy.String(nullable=True)
    channel = dy.String(metadata={"list": "service_channel", "blank": "window"})
    rated_on = dy.Date(metadata={"past": True})
    scale_id = dy.String(metadata={"list": "scale", "blank": "hcp5"})
    answer = dy.String(metadata={"list": "answer"})
    replied_on = dy.Date(nullable=True, metadata={"past": True})
    rectified_on = dy.Date(nullable=True, metadata={"past": True})
    called_back_on = dy.Date(nullable=True, metadata={"past": True})
    callback_satisfied = dy.Bool(nullable=True, metadata={"list": "yes_no"})
    struck_out = dy.Bool(metadata={"list": "yes_no", "blank": False})  # on appeal: given by mistake or in malice

    @dy.rule()
    def rating_is_bad(cls) -> pl.Expr:
        return cls.answer.col.is_in(["dissatisfied", "very_dissatisfied"])

    @dy.rule()
    def replied_not_before_rated(cls) -> pl.Expr:
        return (cls.replied_on.col >= cls.rated_on.col).fill_null(True)

    @dy.rule()
    def rectified_not_before_rated(cls) -> pl.Expr:
        return (cls.rectified_on.col >= cls.rated_on.col).fill_null(True)

    @dy.rule()
    def called_back_not_before_rated(cls) -> pl.Expr:
        return (cls.called_back_on.col >= cls.rated_on.col).fill_null(True)

    @dy.rule()
    def called_back_not_before_rectified(cls) -> pl.Expr:
        return (cls.called_back_on.col >= cls.rectified_on.col).fill_null(True)

    @dy.rule()
    def satisfied_only_if_called_back(cls) -> pl.Expr:
        return cls.callback_satisfied.col.is_null() | cls.called_back_on.col.is_not_null()


class Hotline(Sourced):
    """One figure of a 12345 bulletin; without a unit and a division it is the whole city's."""

    period_text = dy.String(nullable=True, metadata={"prose": True})
    period_from = dy.Date(metadata={"key": True, "month": "first", "past": True})
    period_to = dy.Date(metadata={"key": True, "month": "last"})
    unit_id = dy.String(nullable=True, metadata={"key": True, "list": "unit"})
    division_code = dy.String(nullable=True, metadata={"key": True, "list": "division"})
    channel = dy.String(metadata={"key": True, "list": "hotline_channel", "blank": "all"})
    measure = dy.String(metadata={"key": True, "list": "hotline_measure"})
    # A count; of a measure that ends in _rate a share, 0–1.
    value = dy.Float64(min=0, allow_inf=False, allow_nan=False, metadata={"share": "rate"})

    @dy.rule()
    def period_ends_after_it_begins(cls) -> pl.Expr:
        return cls.period_to.col >= cls.period_from.col

    @dy.rule()
    def a_rate_is_not_above_one(cls) -> pl.Expr:
        return (cls.value.col <= 1) | ~cls.measure.col.str.ends_with("_rate")

    @dy.rule()
    def key_is_unique(cls) -> pl.Expr:
        figure = ["period_from", "period_to", "unit_id", "division_code", "channel", "measure"]
        return pl.struct(figure).is_duplicated().not_()


class HotlineTopic(Sourced):
    """A hot topic (诉求热点) that a 12345 bulletin prints; without a unit and a division it is the whole city's."""

    period_text = dy.String(nullable=True, metadata={"prose": True})
    period_from = dy.Date(metadata={"key": True, "month": "first", "past": True})
    period_to = dy.Date(metadata={"key": True, "month": "last"})
    unit_id = dy.String(nullable=True, metadata={"key": True, "list": "unit"})
    division_code = dy.String(nullable=True, metadata={"key": True, "list": "division"})
    topic = dy.String(min_length=1, metadata={"key": True})
    n = dy.Int64(min=0)
    rank_no = dy.Int32(nullable=True, min=1, metadata={"unread": None})

    @dy.rule()
    def period_ends_after_it_begins(cls) -> pl.Expr:
        return cls.period_to.col >= cls.period_from.col

    @dy.rule()
    def key_is_unique(cls) -> pl.Expr:
        key = ["period_from", "period_to", "unit_id", "division_code", "topic"]
        return pl.struct(key).is_duplicated().not_()
