"""Contracts of the yearly satisfaction survey: answers, counts of answers, opinions."""

import dataframely as dy
import polars as pl

from etl.contracts.provenance import Sourced


class SurveyResponse(Sourced):
    """One answer: one item of one form."""

    survey_year = dy.Int32(primary_key=True, min=1990, max=2100, metadata={"past": True})
    wave = dy.String(primary_key=True, metadata={"blank": "=survey_year"})
    form_id = dy.String(primary_key=True, min_length=1, metadata={"identifier": True})
    unit_id = dy.String(primary_key=True, metadata={"list": "unit"})
    item = dy.String(primary_key=True, metadata={"list": "item", "blank": "overall"})
    group = dy.String(metadata={"list": "group"})
    channel = dy.String(metadata={"list": "channel", "blank": "paper", "unread": "unknown"})
    division_code = dy.String(nullable=True, metadata={"list": "division", "unread": None})
    scale_id = dy.String(metadata={"list": "scale"})
    answer = dy.String(metadata={"list": "answer", "abstains": True})


class SurveyCount(Sourced):
    """One cell of a count table: how many gave an answer. The form counts repeat on all rows of a form cell."""

    survey_year = dy.Int32(min=1990, max=2100, metadata={"key": True, "past": True})
    wave = dy.String(metadata={"key": True, "blank": "=survey_year"})
    unit_id = dy.String(metadata={"key": True, "list": "unit"})
    group = dy.String(metadata={"key": True, "list": "group"})
    channel = dy.String(metadata={"key": True, "list": "channel", "blank": "paper"})
    division_code = dy.String(nullable=True, metadata={"key": True, "list": "division"})
    item = dy.String(metadata={"key": True, "list": "item", "blank": "overall"})
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
    """One opinion from a form, a problem or praise: its count before and after merging duplicates."""

    survey_year = dy.Int32(primary_key=True, min=1990, max=2100, metadata={"past": True})
    opinion_id = dy.String(primary_key=True, min_length=1, metadata={"identifier": True})
    unit_id = dy.String(metadata={"list": "unit"})
    group = dy.String(nullable=True, metadata={"list": "group"})
    channel = dy.String(metadata={"list": "channel", "blank": "paper", "unread": "unknown"})
    theme = dy.String(metadata={"list": "theme", "unread": "unknown"})
    polarity = dy.String(metadata={"list": "polarity"})
    raw_n = dy.Int64(min=1, metadata={"blank": 1})
    merged_n = dy.Int64(min=0, metadata={"blank": 1})
    text = dy.String(nullable=True, metadata={"prose": True})

    @dy.rule()
    def merged_not_above_raw(cls) -> pl.Expr:
        return (cls.merged_n.col <= cls.raw_n.col).fill_null(True)
