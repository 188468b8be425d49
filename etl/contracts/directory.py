"""Contracts of the unit directory: units and their lineage."""

import dataframely as dy
import polars as pl

from etl.contracts.provenance import Sourced


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
    """One edge of the lineage: predecessor and successor of a merger, renaming, split or transfer."""

    predecessor_id = dy.String(primary_key=True, metadata={"list": "unit"})
    successor_id = dy.String(primary_key=True, metadata={"list": "unit"})
    effective_on = dy.Date(metadata={"month": "first"})
    event = dy.String(metadata={"list": "lineage_event"})

    @dy.rule()
    def successor_differs_from_predecessor(cls) -> pl.Expr:
        return cls.predecessor_id.col != cls.successor_id.col
