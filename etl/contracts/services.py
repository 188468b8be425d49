"""Contracts of public services: 好差评 and 12345."""

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
