"""Check typed rows against their contract; violations become faults of cells."""

import datetime
import functools

import dataframely as dy
import polars as pl

from etl.contracts import DATASETS
from etl.contracts.dictionary import COMPARED_COLUMN, RULE_COLUMN, column_metadata, columns, key_columns, past_columns
from etl.contracts.faults import CELL_FAULTS

PLAIN_RULES = {
    "nullability": "missing",
    "min_length": "missing",
    "min": "too_small",
    "max": "too_large",
    "inf": "too_large",
}
KEY_RULES = ("primary_key", "key_is_unique")
DEADLINES = ("due_on", "extended_to", "deadline")
LONGEST_TERM_YEARS = 20  # a later deadline is a typing error, or a way of writing that there is none
EARLIEST_DAY = datetime.date(2000, 1, 1)  # an earlier day in a ledger is a typing error; units may be older


@functools.cache
def _numbered_contract(dataset: str) -> type[dy.Schema]:
    """The contract with a row number, by which a violation is traced to its source row."""
    return type(f"Numbered{DATASETS[dataset].__name__}", (DATASETS[dataset],), {"row": dy.UInt32()})


def check_rows(rows: pl.DataFrame, dataset: str, unread: pl.DataFrame | None = None) -> pl.DataFrame:
    """The violations of a dataset's contract, as CELL_FAULTS.

    rows: row, source_sheet, source_row and the contract's columns. unread: row and text, the cells that could not be
    read. A row equal to an earlier one in all columns is reported as a repetition. Of rows that share a key but differ,
    all are faults: only the sender knows which one is right.
    """
    repeats = _repeated_rows(rows, dataset, unread)
    rest = rows.filter(~pl.col("row").is_in(repeats["row"].implode())) if len(repeats) else rows
    impossible = _impossible_dates(rest, dataset, datetime.date.today())
    _, failure = _numbered_contract(dataset).filter(rest)
    if not len(failure):
        return pl.concat([repeats, impossible])
    details = failure.details()
    rules = [name for name in details.columns if "|" in name or name in (*RULE_COLUMN, *KEY_RULES)]
    broken = [rule for rule in rules if (details[rule] == "invalid").any()]
    faults = [_rule_faults(details.filter(pl.col(rule) == "invalid"), rule, dataset) for rule in broken]
    return pl.concat([repeats, impossible, *faults])


def _impossible_dates(rows: pl.DataFrame, dataset: str, today: datetime.date) -> pl.DataFrame:
    """Faults for days before EARLIEST_DAY, for days after today of what has happened already, and for deadlines more
    than LONGEST_TERM_YEARS after today.

    A month without a day is compared as a month.
    """
    past = past_columns(dataset)
    found = [pl.DataFrame(schema=CELL_FAULTS)]
    for name in past + [name for name in DEADLINES if name in columns(dataset)]:
        if columns(dataset)[name].dtype != pl.Date:
            found.append(_future_years(rows, name, today))
            continue
        last = pl.lit(today)
        last = last.dt.month_end() if column_metadata(dataset, name).get("month") else last
        if name not in past:
            last = last.dt.offset_by(f"{LONGEST_TERM_YEARS}y")
        late = pl.when(pl.col(name) > last).then(pl.lit("after_today" if name in past else "far_deadline"))
        rule = pl.when(pl.col(name) < EARLIEST_DAY).then(pl.lit("too_early")).otherwise(late)
        limit = pl.when(pl.col("rule") == "too_early").then(pl.lit(str(EARLIEST_DAY))).otherwise(pl.lit(str(today)))
        broken = rows.select("row", at=pl.lit(name), rule=rule).drop_nulls("rule")
        found.append(broken.with_columns(hint_zh=limit, hint_en=limit).cast(CELL_FAULTS))
    return pl.concat(found)


def _future_years(rows: pl.DataFrame, name: str, today: datetime.date) -> pl.DataFrame:
    late = rows.filter(pl.col(name) > today.year)
    facts = {"at": name, "rule": "after_today", "hint_zh": str(today), "hint_en": str(today)}
    return late.select("row", **{column: pl.lit(text) for column, text in facts.items()}).cast(CELL_FAULTS)


def _rule_faults(broken: pl.DataFrame, rule: str, dataset: str) -> pl.DataFrame:
    hint: dict[str, pl.Expr] = {}
    column, _, check = rule.partition("|")
    if rule in KEY_RULES:
        at, name = key_columns(dataset)[-1], "repeated_key"
        hint = {"zh": pl.col("other"), "en": pl.col("other")}
        broken = _with_other_row(broken, dataset)
    elif check:
        at, name = column, PLAIN_RULES.get(check, "missing")
        limit = getattr(columns(dataset)[column], check, "")
        hint = {"zh": pl.lit(str(limit)), "en": pl.lit(str(limit))}
    else:
        at, name = RULE_COLUMN[rule], rule
        if rule in COMPARED_COLUMN:
            other = pl.col(COMPARED_COLUMN[rule]).cast(pl.String)
            hint = {"zh": other, "en": other}
    nothing = pl.lit(None, dtype=pl.String)
    return broken.select(
        "row",
        at=pl.lit(at),
        rule=pl.lit(name),
        hint_zh=hint.get("zh", nothing),
        hint_en=hint.get("en", nothing),
    ).cast(CELL_FAULTS)


def _with_other_row(broken: pl.DataFrame, dataset: str) -> pl.DataFrame:
    """Add `other`: the source row of another row with the same key (the first; for the first, the second)."""
    shared = broken.group_by(key_columns(dataset)).agg(
        first=pl.col("source_row").min(), second=pl.col("source_row").sort().get(1)
    )
    other = pl.when(pl.col("source_row") == pl.col("first")).then("second").otherwise("first")
    return broken.join(
        shared, on=key_columns(dataset), how="left", nulls_equal=True, maintain_order="left"
    ).with_columns(other=other.cast(pl.String))


def _repeated_rows(rows: pl.DataFrame, dataset: str, unread: pl.DataFrame | None) -> pl.DataFrame:
    """Faults for rows that equal an earlier row in all columns, cells that could not be read included.

    Rows that lack a part of their key are never taken for the same record.
    """
    ours = [*columns(dataset), "unread"]
    texts = pl.DataFrame(schema={"row": pl.UInt32, "text": pl.String}) if unread is None else unread
    unread_texts = texts.group_by("row", maintain_order=True).agg(unread=pl.col("text").str.join("\x1f"))
    needed = [name for name in key_columns(dataset) if not columns(dataset)[name].nullable]
    shared = rows.filter(pl.struct(key_columns(dataset)).is_duplicated()).drop_nulls(needed)
    shared = shared.join(unread_texts, on="row", how="left", maintain_order="left")
    again = shared.with_columns(first=pl.col("source_row").first().over(ours)).filter(
        ~pl.struct(ours).is_first_distinct()
    )
    return again.select(
        "row",
        at=pl.lit(None, dtype=pl.String),
        rule=pl.lit("repeated_row"),
        hint_zh=pl.col("first").cast(pl.String),
        hint_en=pl.col("first").cast(pl.String),
    ).cast(CELL_FAULTS)
