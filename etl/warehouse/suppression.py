"""Which figures of a build no question may show: worked out once, for a filter must not change the answer.

What is published of a year is three kinds of tables, and the proof that they give nothing away together goes down them:

1. Units by groups, with all their totals. A small figure inside of a class is open while the class's total by group and
   answer stays (inference.suppression).
2. Classes by parts and groups by parts; a part is a division of answers or a channel of forms. A small figure is open
   while the totals of classes by groups stay. Whatever the first tables leave open, these leave open too: the answers
   of a class and group can be dealt out to its units and parts in every way that has the units' and the parts' sums.
   Nothing of such units is shown by part. What can be told of a small figure of them leaves room for NARROWEST answers,
   else more classes are one together.
3. Units by parts, only of units that are whole: nothing of them is hidden in 1, no part is small. What is known of them
   stays as it is in 1 and 2: classes by parts shift the answers of other units only, groups by parts shift those of a
   whole unit among its own groups and parts.

That needs the totals of classes by groups to be shown. Classes of which one is hidden are one class together in 2, and
groups whose totals are hidden are one group: of these nothing is shown by part.
"""

from collections.abc import Iterator

import duckdb
import numpy as np
import polars as pl

from etl.storage import model_sql
from inference.complements import SMALLEST
from inference.suppression import REST, Table, jointly_hidden

CITY_CLASS = "city"  # the one class of rows that have none
MIN_INTERVAL_WIDTH = 3  # answers between which a small figure of a unit by part lies at least
NULL_CODE = "\0"  # stands for a null: a code like others
FIGURE_COLUMNS = ("unit_level", "group_level", "part_level", "unit_class", "unit_id", "group", "part")
CODE_COLUMNS = ("unit_class", "unit_id", "group", "part")


def fill_suppression(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill suppressed_figure and suppressed_unit of a build whose other tables are filled."""
    connection.execute(f"create or replace temp macro smallest_n() as {SMALLEST}")
    connection.execute(f"insert into suppressed_unit by name {model_sql('suppressed_unit')}")
    cells = connection.sql(model_sql("survey_lattice")).pl().with_columns(pl.col(CODE_COLUMNS).fill_null(NULL_CODE))
    for of_year in cells.partition_by("survey_year", maintain_order=True):
        hidden = _suppressed_in_year(of_year).unique().sort(FIGURE_COLUMNS, nulls_last=True)
        rows = hidden.with_columns(
            pl.col(CODE_COLUMNS).replace(NULL_CODE, None), survey_year=pl.lit(of_year["survey_year"][0])
        )
        connection.register("hidden", rows.to_arrow())
        connection.execute("insert into suppressed_figure by name select * from hidden")
        connection.unregister("hidden")


def _suppressed_in_year(cells: pl.DataFrame) -> pl.DataFrame:
    """All items hide the same figures, and forms what answers hide: nearly the same people stand behind them, so that a
    figure shown of one would tell that of another."""
    of_forms = pl.col("counted") == "form"
    answers, forms = cells.filter(~of_forms), cells.filter(of_forms)
    by_answers, gone = _by_group(answers, "all")
    by_forms, _ = _by_group(forms, "form", gone)
    by_forms = pl.concat([by_forms, by_answers.with_columns(part_level=pl.lit("form"))]).unique()
    return pl.concat([by_answers, by_forms, *_by_part(answers, by_answers), *_by_part(forms, by_forms)])


def _by_group(cells: pl.DataFrame, whole: str, gone: dict | None = None) -> tuple[pl.DataFrame, dict[str, frozenset]]:
    """The hidden figures of units by groups, of each item; and the codes of totals that are hidden, by kind."""
    tables = [
        Table(_summed(of_item, *CODE_COLUMNS[:3], "slice"), "unit", "group")
        for of_item in cells.partition_by("counted", maintain_order=True)
    ]
    hidden, gone = jointly_hidden(tables, gone or {})
    placed = [rows.with_columns(part_level=pl.lit(whole), part=pl.lit(None, pl.String)) for rows in hidden]
    return pl.concat([_no_figures(), *(rows.select(FIGURE_COLUMNS) for rows in placed)]), gone


def _by_part(cells: pl.DataFrame, by_group: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The hidden figures by part, beside those that are hidden by group."""
    if cells.is_empty():
        return
    part = cells["part_level"][0]
    whole = _whole_units(cells, by_group)
    classes, groups = _merged_classes_and_groups(by_group)
    is_whole = pl.col("unit_id").is_in(whole.implode())
    figures = _figures_by_part(cells, part)
    cells = cells.with_columns(
        group=pl.when(pl.col("group").is_in(groups.implode())).then(pl.lit(REST)).otherwise("group")
    )
    told = ~is_whole & ~pl.col("unit_id").is_in(_hidden_totals(by_group).implode())
    together = _merged_classes(cells.filter(~is_whole), told, classes)
    if together is None:
        yield figures
        return
    yield figures.filter(pl.col("unit_id").is_not_null(), ~is_whole)
    yield figures.filter(pl.col("unit_id").is_null(), pl.col("unit_class").is_in(together))
    yield figures.filter(pl.col("group").is_in(groups.implode()))
    in_one = pl.when(pl.col("unit_class").is_in(together)).then(pl.lit(REST)).otherwise("unit_class")
    cells = cells.with_columns(unit_class=in_one).with_columns(
        who=pl.when(is_whole).then("unit_id").otherwise("unit_class")
    )
    tables = []
    for of_item in cells.partition_by("counted", maintain_order=True):
        of_classes = _crossed(of_item.filter(~is_whole), "unit_class", "group")
        of_groups = _crossed(of_item, "group", "who")
        tables += [(Table(of_classes, "unit_class", part), "unit_class"), (Table(of_groups, "group", part), "group")]
    hidden, _ = jointly_hidden([table for table, _ in tables])
    for rows, (_, row) in zip(hidden, tables, strict=True):
        yield _placed(rows.filter(pl.col("unit_id").ne_missing(REST)), row, part)


def _hidden_totals(by_group: pl.DataFrame) -> pl.Series:
    """The units whose totals are hidden: so are all limits that come of them."""
    return by_group.filter(pl.col("unit_level") == "unit", pl.col("group_level") == "all")["unit_id"]


def _merged_classes(cells: pl.DataFrame, told: pl.Expr, together: set[str]) -> set[str] | None:
    """The classes that are one by part, so many that no small figure of a unit by part is told too closely. None: not
    even all of them are enough."""
    sizes = cells.group_by("unit_class").agg(pl.col("n").sum()).sort("n", "unit_class")["unit_class"].to_list()
    while True:
        in_one = pl.when(pl.col("unit_class").is_in(together)).then(pl.lit(REST)).otherwise("unit_class")
        blocks = cells.with_columns(block=in_one).partition_by("counted", "block")
        close = {unit_class for block in blocks for unit_class in _classes_too_narrow(block, told)}
        if not close:
            return together
        if set(sizes) <= together:
            return None
        together = together | close
        together |= set([each for each in sizes if each not in together][:1])


def _classes_too_narrow(block: pl.DataFrame, told: pl.Expr) -> set[str]:
    """The classes of units of which a small figure by part has fewer than NARROWEST answers of room: between what the
    other units can't have given there, group by group and answer by answer, and what the unit itself can have. The
    figures of a unit that is alone are the block's own, which 2 leaves open."""
    if block["unit_id"].n_unique() == 1:
        return set()
    slices = pl.concat_str("group", "slice", separator=" ")
    block = block.with_columns(slice=slices.rank("dense") - 1)
    units, of_unit = _by_slice(block, "unit_id")
    parts, of_part = _by_slice(block, "part")
    small = _summed(block.filter(told), "unit_class", "unit_id", "part").filter(pl.col("n") < SMALLEST)
    own = of_unit[[units[unit] for unit in small["unit_id"]]]
    there = of_part[[parts[part] for part in small["part"]]]
    least = np.maximum(there - (of_unit.sum(axis=0) - own), 0).sum(axis=1)
    most = np.minimum(there, own).sum(axis=1)
    return set(small["unit_class"].filter(most - least < MIN_INTERVAL_WIDTH))


def _by_slice(cells: pl.DataFrame, key: str) -> tuple[dict[str, int], np.ndarray]:
    """Where each code's row is, and the answers of its slices."""
    codes = {code: row for row, code in enumerate(cells[key].unique(maintain_order=True))}
    found = np.zeros((len(codes), cells["slice"].to_numpy().max() + 1), dtype=np.int64)
    rows = cells[key].replace_strict(list(codes), range(len(codes)), return_dtype=pl.Int64)
    np.add.at(found, (rows.to_numpy(), cells["slice"].to_numpy()), cells["n"].to_numpy())
    return codes, found


def _merged_classes_and_groups(by_group: pl.DataFrame) -> tuple[set[str], pl.Series]:
    """The groups whose totals are hidden, and the classes of which something else is."""
    groups = by_group.filter(pl.col("unit_level") == "city")["group"].drop_nulls().unique()
    of_class = (pl.col("unit_level") == "class") & ~pl.col("group").is_in(groups.implode()).fill_null(False)
    return set(by_group.filter(of_class)["unit_class"]), groups


def _whole_units(cells: pl.DataFrame, by_group: pl.DataFrame) -> pl.Series:
    """Units of which no figure is hidden by group and none is small by part."""
    known = _summed(cells, "counted", "unit_id", "part").group_by("unit_id").agg(pl.col("n").min())
    return known.filter(
        pl.col("n") >= SMALLEST, ~pl.col("unit_id").is_in(by_group["unit_id"].drop_nulls().unique().implode())
    )["unit_id"]


def _summed(cells: pl.DataFrame, *keys: str) -> pl.DataFrame:
    return cells.group_by(keys, maintain_order=True).agg(pl.col("n").sum())


def _crossed(cells: pl.DataFrame, row: str, across: str) -> pl.DataFrame:
    """Cells of the table of rows by parts, as inference.suppression reads them: a slice is also one of what stays."""
    named = cells.select(
        pl.lit(CITY_CLASS).alias("unit_class"),
        pl.col(row).alias("unit_id"),
        pl.col("part").alias("group"),
        pl.concat_str(across, "slice", separator=" ").alias("slice"),
        "n",
    )
    return _summed(named, *CODE_COLUMNS[:3], "slice")


def _placed(hidden: pl.DataFrame, row: str, part: str) -> pl.DataFrame:
    """The hidden figures of a table of rows by parts as rows of suppressed_figure; its totals of rows are no figures by
    part."""
    inside = pl.col("unit_level") == "unit"
    code = pl.when(inside).then(pl.col("unit_id"))
    nobody = pl.lit(None, pl.String)
    levels = {"unit_level": pl.lit("city"), "group_level": pl.lit("all"), "unit_class": nobody, "group": nobody}
    level = ("unit_level", "class") if row == "unit_class" else ("group_level", "group")
    levels |= {level[0]: pl.when(inside).then(pl.lit(level[1])).otherwise(levels[level[0]]), row: code}
    by_part = hidden.filter(pl.col("group_level") == "group", pl.col("unit_level") != "class")
    levels |= {"part_level": pl.lit(part), "part": pl.col("group"), "unit_id": nobody}
    return by_part.select(**levels).select(FIGURE_COLUMNS)


def _figures_by_part(cells: pl.DataFrame, part: str) -> pl.DataFrame:
    """Every figure by part, as rows of suppressed_figure; also of units, classes and groups that have no answers there:
    which these are is not told."""
    parts = cells.select("part").unique(maintain_order=True)
    found = []
    for unit_level, group_level, keys in (
        ("unit", "all", CODE_COLUMNS[:2]),
        ("class", "all", CODE_COLUMNS[:1]),
        ("city", "group", CODE_COLUMNS[2:3]),
        ("city", "all", ()),
    ):
        known = cells.select(keys).unique(maintain_order=True).join(parts, how="cross") if keys else parts
        absent = [pl.lit(None, pl.String).alias(code) for code in CODE_COLUMNS if code not in (*keys, "part")]
        levels = {"unit_level": unit_level, "group_level": group_level, "part_level": part}
        found.append(known.with_columns(*absent, **{name: pl.lit(level) for name, level in levels.items()}))
    return pl.concat([figures.select(FIGURE_COLUMNS) for figures in found])


def _no_figures() -> pl.DataFrame:
    return pl.DataFrame(schema=dict.fromkeys(FIGURE_COLUMNS, pl.String))
