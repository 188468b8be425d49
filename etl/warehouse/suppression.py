"""Primary and complementary suppression of a build's survey figures, computed once per build, independent of filters.

Three kinds of tables are published for a year. Protection is established for one kind after the other:

1. Units by groups, with all totals. A small figure within a class is protected while the total of the class by group
   and answer is kept (method: inference.suppression).
2. Classes by parts, and groups by parts. A part is a division (of answers) or a channel (of forms). A small figure is
   protected while the totals of classes by groups are kept. What is protected in 1 stays protected: the answers of a
   class and group can be distributed over its units and parts in every way that keeps the sums of both. Units that are
   not whole (see 3) are not published by part. The interval that can be derived for a small figure of such a unit
   contains at least MIN_INTERVAL_WIDTH answers; otherwise further classes are merged.
3. Units by parts, only for whole units: none of their figures is suppressed in 1, and none of their parts is small.
   What can be derived about them in 1 and 2 does not change: classes by parts shift answers of other units only, groups
   by parts shift answers of a whole unit among its own groups and parts.

This requires that the totals of classes by groups are published. Classes with a suppressed total are merged in 2.
Groups with suppressed totals are merged too, and not published by part.
"""

import itertools
from collections.abc import Iterator

import duckdb
import numpy as np
import polars as pl

from etl.storage import REFERENCE, model_sql
from etl.warehouse.build_schema import tables_with_rows
from inference.complements import SMALLEST
from inference.lattice import KEYS, figures
from inference.suppression import REST, Table, hidden_figures, jointly_hidden

CITY_CLASS = "city"  # the class of rows without a class
MIN_INTERVAL_WIDTH = 3  # smallest derivable interval, in answers, of a small figure of a unit by part
NULL_CODE = "\0"  # code that stands for null
FIGURE_COLUMNS = ("unit_level", "group_level", "part_level", "unit_class", "unit_id", "group", "part")
CODE_COLUMNS = ("unit_class", "unit_id", "group", "part")
# Table of suppressed figures → the tables whose rows are counted for it.
COUNTED_TABLES = {"suppressed_appraisal": ("appraisal",), "suppressed_rating": ("bad_rating",)}
COUNTED_OF_UNITS = ("hotline", "index_score", "member_points", "service_rating")
COUNTED_OF_MEMBERS = ("index_score", "member_points")


def fill_suppression(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the tables suppressed_…. All other tables that they are computed from are filled."""
    connection.execute(f"create or replace temp macro smallest_n() as {SMALLEST}")
    filled = tables_with_rows(connection, {*itertools.chain(*COUNTED_TABLES.values()), *COUNTED_OF_UNITS})
    for table, counted in COUNTED_TABLES.items():
        if filled.intersection(counted):
            connection.execute(f"insert into {table} by name {model_sql(table)}")
    if filled.intersection(COUNTED_OF_UNITS):
        connection.execute(f"create or replace temp table member_home as {model_sql('member_home')}")
        _suppress_units(connection)
    if filled.intersection(COUNTED_OF_MEMBERS):
        _suppress_members(connection)
    cells = connection.sql(model_sql("survey_lattice")).pl().with_columns(pl.col(CODE_COLUMNS).fill_null(NULL_CODE))
    for of_year in cells.partition_by("survey_year", maintain_order=True):
        hidden = _suppressed_in_year(of_year).unique().sort(FIGURE_COLUMNS, nulls_last=True)
        rows = hidden.with_columns(
            pl.col(CODE_COLUMNS).replace(NULL_CODE, None), survey_year=pl.lit(of_year["survey_year"][0])
        )
        connection.register("hidden", rows.to_arrow())
        connection.execute("insert into suppressed_figure by name select * from hidden")
        connection.unregister("hidden")


def _suppress_units(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill suppressed_unit. Whether a figure of the whole city is small is for its question to say."""
    connection.execute(f"create or replace temp table counted as {model_sql('counted_unit')}")
    hidden = f"from ({model_sql('hidden_with_sums')}) where level <> 'city'"
    connection.execute(f"insert into suppressed_unit by name ({hidden})")
    connection.execute(f"insert into suppressed_unit by name ({model_sql('small_branch')})")


def _suppress_members(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill suppressed_member: figures that tell more of members than their number, mean and quartiles."""
    connection.execute(
        "create or replace temp table points_bands as select points_band, min_points from read_csv(?)",
        [str(REFERENCE / "points_bands.csv")],
    )
    for table, model in (
        ("merged_aspect", "merged_aspect"),
        ("counted", "counted_member"),
        ("counted_band", "points_by_band"),
        ("merged_band", "merged_band"),
    ):
        connection.execute(f"create or replace temp table {table} as {model_sql(model)}")
    connection.execute(f"insert into suppressed_member by name ({model_sql('hidden_with_sums')})")
    connection.execute(f"insert into suppressed_member by name ({model_sql('merged_points')})")
    cells = connection.sql(model_sql("points_lattice")).pl()
    for (year,), of_year in cells.with_columns(pl.col("unit_class").fill_null(NULL_CODE)).group_by("year"):
        connection.register("hidden", _without_bands(of_year).to_arrow())
        connection.execute(
            f"""insert into suppressed_member by name
            select 'points_bands' as figure, 'year' as period_kind, make_date({year}, 1, 1) as period, * from hidden"""
        )
        connection.unregister("hidden")


def _without_bands(cells: pl.DataFrame) -> pl.DataFrame:
    """The units and classes that are not shown by band of points: level, unit_class, unit_id.

    cells: as in `hidden_figures`, of one year, with bands that hold enough members in the city (merged_band). A unit or
    class with a band that is hidden has none. Where a band of the city would have to be hidden, all of them have none.
    """
    hidden = hidden_figures(cells.select(*KEYS, "slice", pl.col("n").cast(pl.Int64)))
    levels = figures(cells).filter(pl.col("unit_level") != "city")
    if (hidden["unit_level"] != "city").all():
        levels = hidden
    levels = levels.select("unit_class", "unit_id", level="unit_level").unique()
    return levels.with_columns(pl.col("unit_class").replace(NULL_CODE, None)).sort(pl.all())


def _suppressed_in_year(cells: pl.DataFrame) -> pl.DataFrame:
    """The suppressed figures of a year, as rows of suppressed_figure.

    All items suppress the same figures, and forms those of answers: they count nearly the same people, so that a
    published figure of one would disclose the other.
    """
    of_forms = pl.col("counted") == "form"
    answers, forms = cells.filter(~of_forms), cells.filter(of_forms)
    by_answers, gone = _by_group(answers, "all")
    by_forms, _ = _by_group(forms, "form", gone)
    by_forms = pl.concat([by_forms, by_answers.with_columns(part_level=pl.lit("form"))]).unique()
    return pl.concat([by_answers, by_forms, *_by_part(answers, by_answers), *_by_part(forms, by_forms)])


def _by_group(cells: pl.DataFrame, whole: str, gone: dict | None = None) -> tuple[pl.DataFrame, dict[str, frozenset]]:
    """The suppressed figures of units by groups over all items, and the codes of suppressed totals by kind."""
    tables = [
        Table(_summed(of_item, *CODE_COLUMNS[:3], "slice"), "unit", "group")
        for of_item in cells.partition_by("counted", maintain_order=True)
    ]
    hidden, gone = jointly_hidden(tables, gone or {})
    placed = [rows.with_columns(part_level=pl.lit(whole), part=pl.lit(None, pl.String)) for rows in hidden]
    return pl.concat([_no_figures(), *(rows.select(FIGURE_COLUMNS) for rows in placed)]), gone


def _by_part(cells: pl.DataFrame, by_group: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The suppressed figures by part, in addition to those by group."""
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
    published = ~is_whole & ~pl.col("unit_id").is_in(_hidden_totals(by_group).implode())
    together = _merged_classes(cells.filter(~is_whole), published, classes)
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
    """The units whose totals are suppressed, and with them every bound derived from them."""
    return by_group.filter(pl.col("unit_level") == "unit", pl.col("group_level") == "all")["unit_id"]


def _merged_classes(cells: pl.DataFrame, published: pl.Expr, together: set[str]) -> set[str] | None:
    """The classes that are merged by part, so that no small figure of a unit by part has too narrow an interval.

    None: merging all classes is not enough.
    """
    sizes = cells.group_by("unit_class").agg(pl.col("n").sum()).sort("n", "unit_class")["unit_class"].to_list()
    while True:
        in_one = pl.when(pl.col("unit_class").is_in(together)).then(pl.lit(REST)).otherwise("unit_class")
        blocks = cells.with_columns(block=in_one).partition_by("counted", "block")
        close = {unit_class for block in blocks for unit_class in _classes_too_narrow(block, published)}
        if not close:
            return together
        if set(sizes) <= together:
            return None
        together = together | close
        together |= set([each for each in sizes if each not in together][:1])


def _classes_too_narrow(block: pl.DataFrame, published: pl.Expr) -> set[str]:
    """The classes of units with a small figure by part whose derivable interval is narrower than MIN_INTERVAL_WIDTH.

    Lower bound: what the other units cannot have contributed, by group and answer; upper bound: what the unit itself
    has. A unit alone in its block is skipped: its figures are the block's own, which 2 protects.
    """
    if block["unit_id"].n_unique() == 1:
        return set()
    slices = pl.concat_str("group", "slice", separator=" ")
    block = block.with_columns(slice=slices.rank("dense") - 1)
    units, of_unit = _by_slice(block, "unit_id")
    parts, of_part = _by_slice(block, "part")
    small = _summed(block.filter(published), "unit_class", "unit_id", "part").filter(pl.col("n") < SMALLEST)
    own = of_unit[[units[unit] for unit in small["unit_id"]]]
    there = of_part[[parts[part] for part in small["part"]]]
    least = np.maximum(there - (of_unit.sum(axis=0) - own), 0).sum(axis=1)
    most = np.minimum(there, own).sum(axis=1)
    return set(small["unit_class"].filter(most - least < MIN_INTERVAL_WIDTH))


def _by_slice(cells: pl.DataFrame, key: str) -> tuple[dict[str, int], np.ndarray]:
    """Code → row number, and the matrix of answers by code and slice."""
    codes = {code: row for row, code in enumerate(cells[key].unique(maintain_order=True))}
    found = np.zeros((len(codes), cells["slice"].to_numpy().max() + 1), dtype=np.int64)
    rows = cells[key].replace_strict(list(codes), range(len(codes)), return_dtype=pl.Int64)
    np.add.at(found, (rows.to_numpy(), cells["slice"].to_numpy()), cells["n"].to_numpy())
    return codes, found


def _merged_classes_and_groups(by_group: pl.DataFrame) -> tuple[set[str], pl.Series]:
    """The classes with another suppressed figure, and the groups whose totals are suppressed."""
    groups = by_group.filter(pl.col("unit_level") == "city")["group"].drop_nulls().unique()
    of_class = (pl.col("unit_level") == "class") & ~pl.col("group").is_in(groups.implode()).fill_null(False)
    return set(by_group.filter(of_class)["unit_class"]), groups


def _whole_units(cells: pl.DataFrame, by_group: pl.DataFrame) -> pl.Series:
    """The units without a suppressed figure by group and without a small figure by part."""
    known = _summed(cells, "counted", "unit_id", "part").group_by("unit_id").agg(pl.col("n").min())
    return known.filter(
        pl.col("n") >= SMALLEST, ~pl.col("unit_id").is_in(by_group["unit_id"].drop_nulls().unique().implode())
    )["unit_id"]


def _summed(cells: pl.DataFrame, *keys: str) -> pl.DataFrame:
    return cells.group_by(keys, maintain_order=True).agg(pl.col("n").sum())


def _crossed(cells: pl.DataFrame, row: str, across: str) -> pl.DataFrame:
    """Cells of a table of rows by parts in the form of inference.suppression; a slice includes the crossed code."""
    named = cells.select(
        pl.lit(CITY_CLASS).alias("unit_class"),
        pl.col(row).alias("unit_id"),
        pl.col("part").alias("group"),
        pl.concat_str(across, "slice", separator=" ").alias("slice"),
        "n",
    )
    return _summed(named, *CODE_COLUMNS[:3], "slice")


def _placed(hidden: pl.DataFrame, row: str, part: str) -> pl.DataFrame:
    """The suppressed figures of a table of rows by parts as rows of suppressed_figure, without its row totals."""
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
    """Every figure by part as rows of suppressed_figure, including empty ones, so as not to disclose which
    these are."""
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
