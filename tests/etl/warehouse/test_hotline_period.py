"""What kind of period the first and last day of a figure of the 12345 hotline make."""

from datetime import date
from pathlib import Path

import duckdb

import etl.warehouse

MODEL = Path(etl.warehouse.__file__).parent / "models" / "hotline_period.sql"
KINDS = {
    (date(2024, 1, 1), date(2024, 1, 4)): "other",
    (date(2024, 2, 5), date(2024, 2, 9)): "week",  # five working days
    (date(2024, 1, 5), date(2024, 1, 11)): "week",
    (date(2018, 12, 1), date(2018, 12, 8)): "week",  # a bulletin that shares a day with the next
    (date(2024, 1, 1), date(2024, 1, 9)): "other",
    (date(2024, 1, 1), date(2024, 1, 10)): "other",  # the three ten days of a month are of one kind
    (date(2024, 1, 11), date(2024, 1, 20)): "other",
    (date(2024, 1, 21), date(2024, 1, 31)): "other",
    (date(2023, 2, 11), date(2023, 2, 20)): "other",
    (date(2023, 2, 21), date(2023, 2, 28)): "other",
    (date(2025, 2, 21), date(2025, 2, 28)): "week",  # no ten days stand before it
    (date(2024, 2, 1), date(2024, 2, 29)): "month",
    (date(2024, 4, 1), date(2024, 6, 30)): "quarter",
    (date(2024, 1, 1), date(2024, 12, 31)): "year",
    (date(2024, 1, 1), date(2024, 6, 30)): "other",
}


def test_the_kind_of_a_period_follows_from_its_days():
    with duckdb.connect() as build:
        for table in ("hotline_row", "hotline_topic_row"):
            build.execute(f"create table {table} (period_from date, period_to date)")
        build.executemany("insert into hotline_row values (?, ?)", list(KINDS))
        found = build.execute(MODEL.read_text(encoding="utf-8")).fetchall()
    assert {(first, last): kind for first, last, kind in found} == KINDS
