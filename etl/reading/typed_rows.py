"""Read text columns into typed columns. A cell that cannot be read is a fault and does not affect other cells.

Each column is read through its distinct texts: a million answers name a hundred units.
"""

from collections.abc import Callable

import dataframely as dy
import polars as pl

from etl.contracts.dictionary import column_metadata, columns
from etl.contracts.faults import CELL_FAULTS
from etl.reading import cells
from etl.reading.date_words import resolve_words
from etl.reading.entity_matching import Directory
from etl.reading.layout_file import Layout
from etl.reading.periods import range_end
from etl.reading.row_texts import fill_deadlines, fill_period_days, normalize_texts

YEAR_COLUMNS = ("survey_year", "year")
REFERENCE_DAYS = ("found_on", "month", "period_to")  # the reference day of a row without a year column
READ_FIRST = (*YEAR_COLUMNS, *REFERENCE_DAYS, "effective_on", "scale_id", "measure")  # columns that others depend on
DEADLINES = ("due_on", "extended_to")
# Day or month first, or which year.
AMBIGUOUS_DATE = r"^\d{1,2}[/.\-]\d{1,2}[/.\-](?:19|20)\d{2}$|^\d{1,2}[/\-]\d{1,2}[/\-]\d{2}$"
PLAIN_DATE = r"^\d{4}-\d{2}-\d{2}$"
UNCLEAR_MONTHS = r"^[\d一二三四五六七八九十两]{1,3}月(?:以内|之内|内)"  # within March, or within three months


class RowReader:
    """Reads the text columns of one table into the columns of its contract.

    texts: row (UInt32), and one text column for each of our columns that the file or the layout provides.
    """

    def __init__(self, texts: pl.DataFrame, layout: Layout, directory: Directory) -> None:
        self.layout, self.directory = layout, directory
        self.contract = columns(layout.dataset)
        self.texts = normalize_texts(texts, layout.dataset)
        self.values = texts.select("row")
        self.faults: list[pl.DataFrame] = []

    def read(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The typed rows (row and the contract's columns in order) and the faults (CELL_FAULTS)."""
        self._without_value()
        if "due_text" in self.contract:
            self.texts = fill_deadlines(self.texts)
        if "period_text" in self.contract:
            self.texts = fill_period_days(self.texts)
        self._read_by_context()
        for name, column in self.contract.items():
            if name not in self.values.columns:
                self._read_column(name, column)
        self._fill_in()
        if self.layout.dataset == "rectification_item":
            self._flags()
        typed = self.values.select("row", *(pl.col(name).cast(column.dtype) for name, column in self.contract.items()))
        faults = pl.concat(self.faults) if self.faults else pl.DataFrame(schema=CELL_FAULTS)
        return typed, faults.unique(["row", "at", "rule"], keep="first", maintain_order=True)

    def _without_value(self) -> None:
        """Report formulas and error values as faults and set these cells to null."""
        for name in [column for column in self.texts.columns if column in self.contract]:
            why = self.texts.select(cells.error_rule(pl.col(name)).alias("rule"))["rule"]
            if why.null_count() < why.len():
                bad = pl.DataFrame([self.values["row"], why]).drop_nulls()
                hint = pl.lit(None, dtype=pl.String)
                faults = bad.select("row", "rule", at=pl.lit(name), hint_zh=hint, hint_en=hint)
                self.faults.append(faults.select(list(CELL_FAULTS)).cast(CELL_FAULTS))
                self.texts = self.texts.with_columns(pl.when(why.is_null()).then(name).alias(name))

    def _read_by_context(self) -> None:
        """Read years, reference days and scales first: other columns depend on them."""
        scale = column_metadata(self.layout.dataset, "scale_id").get("blank") if "scale_id" in self.contract else None
        if scale:
            given = pl.col("scale_id") if "scale_id" in self.texts.columns else pl.lit(None, dtype=pl.String)
            self.texts = self.texts.with_columns(scale_id=given.fill_null(scale))
        for name in READ_FIRST:
            if name in self.contract:
                self._read_column(name, self.contract[name])
        year = next((name for name in YEAR_COLUMNS if name in self.contract), None)
        day = next((name for name in REFERENCE_DAYS if name in self.contract), None)
        if year:
            on = pl.date(pl.col(year).clip(1, 9998), 12, 31)
        else:
            on = pl.col(day) if day else pl.lit(None, dtype=pl.Date)
        self.texts = self.texts.with_columns(self.values.with_columns(on.alias("on"))["on"])

    def _read_column(self, name: str, column: dy.Column) -> None:
        if name not in self.texts.columns:
            self.values = self.values.with_columns(pl.lit(None, dtype=column.dtype).alias(name))
            return
        code_list = column_metadata(self.layout.dataset, name).get("list")
        if column.dtype == pl.Boolean:
            self._take(name, [name], self._yes_no)
        elif code_list == "answer":
            self.texts = self.texts.with_columns(self.values["scale_id"].alias("scale of the answer"))
            self._take(name, [name, "scale of the answer"], self._answer)
        elif code_list:
            given = [name, "on"] if code_list in ("unit", "division") and "on" in self.texts.columns else [name]
            self._take(name, given, lambda asked: self._code(code_list, asked))
        elif column.dtype == pl.String:
            self.values = self.values.with_columns(self.texts[name])
            if column_metadata(self.layout.dataset, name).get("identifier"):
                self._check_identifiers(name)
        else:
            read = self._date if column.dtype == pl.Date else self._figure
            self._take(name, self._with_context(name), lambda asked: read(name, asked))

    def _check_identifiers(self, name: str) -> None:
        """Report identifiers that a spreadsheet has taken for numbers: too long for one, or without leading zeros."""
        text = pl.col(name)
        padded = self.texts.filter(text.str.contains(r"^0\d+$"))[name].str.len_chars().unique()
        width = padded[0] if padded.len() == 1 else 0
        short = text.str.contains(r"^[1-9]\d*$") & (text.str.len_chars() < width)
        rule = (
            pl.when(text.str.contains(r"^\d(?:\.\d+)?[eE](?:\+\d+|\d\d+)$"))
            .then(pl.lit("long_number"))
            .when(short)
            .then(pl.lit("lost_zeros"))
        )
        faults = self.texts.select("row", at=pl.lit(name), rule=rule, hint_zh=pl.lit(str(width))).drop_nulls("rule")
        self.faults.append(faults.with_columns(hint_en=pl.col("hint_zh")).select(list(CELL_FAULTS)).cast(CELL_FAULTS))

    def _with_context(self, name: str) -> list[str]:
        """The column and the context that its cells are read with: a rate with its measure, a deadline with
        found_on."""
        if column_metadata(self.layout.dataset, name).get("share") == "rate":
            self.texts = self.texts.with_columns(self.values["measure"].alias("measure of the value"))
            return [name, "measure of the value"]
        return self._with_found_on(name)

    def _with_found_on(self, name: str) -> list[str]:
        """A deadline without a year is counted from the day on which the problem was found."""
        if name not in DEADLINES or "found_on" not in self.values.columns:
            return [name]
        self.texts = self.texts.with_columns(self.values["found_on"].alias("since"))
        return [name, "since"]

    def _take(self, name: str, given: list[str], read: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
        """Read the distinct texts (with their context) and assign each row its value or its fault."""
        asked = self.texts.select(given).unique(maintain_order=True).drop_nulls(name)
        asked = asked.rename({name: "text"} | ({given[1]: "by"} if len(given) > 1 else {}))
        answered = read(asked).select(
            "text",
            *(["by"] if len(given) > 1 else []),
            pl.col("value").alias("value of the cell"),  # because a dataset may have a column `value`
            *(pl.col(part).cast(pl.String) for part in ("rule", "hint_zh", "hint_en")),
        )
        keys = {"text": name} | ({"by": given[1]} if len(given) > 1 else {})
        rows = self.texts.select("row", *given).join(
            answered.rename(keys), on=given, how="left", nulls_equal=True, maintain_order="left"
        )
        self.values = self.values.with_columns(rows["value of the cell"].alias(name))
        if answered["rule"].is_not_null().any():
            bad = rows.filter(pl.col("rule").is_not_null())
            self.faults.append(
                bad.select("row", pl.lit(name).alias("at"), "rule", "hint_zh", "hint_en").cast(CELL_FAULTS)
            )

    def _code(self, code_list: str, asked: pl.DataFrame) -> pl.DataFrame:
        by = pl.col("by") if "by" in asked.columns else pl.lit(None, dtype=pl.Date)
        register = code_list in self.layout.register
        found = self.directory.match(code_list, asked.select("text", on=by), register)
        return found.rename({"code": "value", "on": "by"})

    def _answer(self, asked: pl.DataFrame) -> pl.DataFrame:
        """Match answers within their own scale. Where the scale is unknown, the scale's fault is enough."""
        parts = [
            self.directory.match(f"answer/{scale}", words.select("text", on=pl.lit(None, dtype=pl.Date))).with_columns(
                by=pl.lit(scale, dtype=pl.String)
            )
            for (scale,), words in asked.drop_nulls("by").group_by("by", maintain_order=True)
        ]
        empty = asked.clear().select(
            "text", "by", *(pl.lit(None, dtype=pl.String).alias(part) for part in MATCH_COLUMNS)
        )
        return pl.concat([empty, *(part.select("text", "by", *MATCH_COLUMNS) for part in parts)]).rename(
            {"code": "value"}
        )

    def _yes_no(self, asked: pl.DataFrame) -> pl.DataFrame:
        matched = self.directory.match("yes_no", asked.select("text", on=pl.lit(None, dtype=pl.Date)))
        spelt = matched["text"].str.to_lowercase().replace({"true": "yes", "1": "yes", "false": "no", "0": "no"})
        code = pl.when(spelt.is_in(["yes", "no"])).then(spelt).otherwise("code")
        return matched.with_columns(code=code).with_columns(
            value=pl.col("code") == "yes", rule=pl.when(pl.col("code").is_null()).then(pl.lit("unread_yes_no"))
        )

    def _figure(self, name: str, asked: pl.DataFrame) -> pl.DataFrame:
        text, dtype = pl.col("text"), self.contract[name].dtype
        facts = column_metadata(self.layout.dataset, name)
        if name in YEAR_COLUMNS:
            value, rule = cells.year(text), "unread_year"
        elif "star" in facts:
            value, rule = cells.stars(text), "unread_star"
        elif "share" in facts:
            return self._share(asked, pl.col("by").str.ends_with("_rate") if facts["share"] == "rate" else pl.lit(True))
        elif dtype == pl.Float64:
            value, rule = cells.number(text, self.layout.scale.get(name)), "unread_number"
        else:
            value, rule = cells.whole_number(text), "unread_whole"
        read = asked.with_columns(value=value.cast(dtype, strict=False))
        return _with_rule(read, pl.when(text.is_not_null() & pl.col("value").is_null()).then(pl.lit(rule)))

    def _share(self, asked: pl.DataFrame, is_share: pl.Expr) -> pl.DataFrame:
        """Read shares, and numbers where `is_share` is false. Beside percentages without their sign a small number such
        as 0.5 may be 0.5% or 50%: nobody can tell."""
        text = pl.col("text")
        bare = pl.when(is_share & ~text.str.ends_with("%")).then(cells.number(text))
        read = asked.with_columns(
            bare=bare, value=pl.when(is_share).then(cells.share(text)).otherwise(cells.number(text))
        )
        small = pl.col("bare").is_between(0, cells.LARGEST_SHARE, closed="right").fill_null(False)
        unclear = small & (pl.col("bare") > cells.LARGEST_SHARE).any()
        read = read.with_columns(value=pl.when(~unclear).then("value"))
        rule = pl.when(unclear).then(pl.lit("unclear_share")).otherwise(pl.lit("unread_number"))
        return _with_rule(read, pl.when(text.is_not_null() & pl.col("value").is_null()).then(rule))

    def _date(self, name: str, asked: pl.DataFrame) -> pl.DataFrame:
        """Read dates. Most are written as 2025-03-31; only the others are looked at in every way."""
        if self.layout.date_formats:
            return self._written_date(name, asked)
        plain = pl.when(pl.col("text").str.contains(PLAIN_DATE)).then("text")
        read = asked.with_columns(value=plain.str.to_date("%Y-%m-%d", strict=False))
        read = _with_rule(read, pl.lit(None, dtype=pl.String))
        others = read.filter(pl.col("value").is_null())
        if others.is_empty():
            return read
        written = self._written_date(name, others.select(asked.columns))
        return pl.concat([read.filter(pl.col("value").is_not_null()), written.select(read.columns)])

    def _written_date(self, name: str, asked: pl.DataFrame) -> pl.DataFrame:
        """Read dates as offices write them; words that count from a day are resolved from `by`, where there is one."""
        month = column_metadata(self.layout.dataset, name).get("month")
        since = pl.col("by") if "by" in asked.columns else None
        # An extension is no duration from the day of the finding.
        counted = since is not None and name != "extended_to"
        days = asked["by"] if counted else pl.Series([None] * asked.height, dtype=pl.Date)
        flags = f"{cells.IMMEDIATE}|{cells.LONG_TERM}"
        bare = cells.without_dateless_words(pl.col("text"), flags) if month == "last" else pl.col("text")
        periods = None if name == "month" else month  # a quarter is not its first month
        read = asked.with_columns(resolve_words(asked.select(bare).to_series(), days, periods).alias("given"))
        given = cells.without_dateless_words(pl.col("given")) if month == "last" else pl.col("given")
        readings = [cells.date(pl.col("text"), self.layout.date_formats)] if self.layout.date_formats else []
        readings += [cells.date(given, (), month, since)]
        readings += [range_end(given, since)] if month == "last" else []
        read = read.with_columns(value=pl.coalesce(readings))
        ambiguous = pl.col("text").str.contains(AMBIGUOUS_DATE) & pl.lit(not self.layout.date_formats)
        unclear = pl.col("text").str.contains(UNCLEAR_MONTHS)
        rule = (
            pl.when(ambiguous)
            .then(pl.lit("ambiguous_date"))
            .when(unclear)
            .then(pl.lit("unclear_months"))
            .otherwise(pl.lit("unread_date"))
        )
        return _with_rule(read, pl.when(given.is_not_null() & pl.col("value").is_null()).then(rule))

    def _flags(self) -> None:
        """Set immediate and long_term also where the deadline or the status says 立行立改 or 长期坚持."""
        said = {"immediate": cells.says_immediate, "long_term": cells.says_long_term}
        places = [name for name in ("due_text", "due_on", "extended_to", "status") if name in self.texts.columns]
        for flag, says in said.items():
            elsewhere = self.texts.select(pl.any_horizontal(pl.lit(False), *(says(pl.col(place)) for place in places)))
            self.values = self.values.with_columns(pl.col(flag).fill_null(False) | elsewhere.to_series())

    def _fill_in(self) -> None:
        """Fill empty cells and absent columns with the contract's defaults."""
        for name in self.contract:
            blank = column_metadata(self.layout.dataset, name).get("blank")
            if isinstance(blank, str) and blank.startswith("="):
                empty = self.texts[name].is_null() if name in self.texts.columns else True
                other = pl.col(blank[1:]).cast(pl.String)
                self.values = self.values.with_columns(pl.when(empty).then(other).otherwise(name).alias(name))
            elif blank is not None:
                empty = self.texts[name].is_null() if name in self.texts.columns else True
                self.values = self.values.with_columns(pl.when(empty).then(pl.lit(blank)).otherwise(name).alias(name))
        if "answer" in self.texts.columns and column_metadata(self.layout.dataset, "answer").get("abstains"):
            self._abstentions()

    def _abstentions(self) -> None:
        """An empty answer of a form is an abstention on its scale."""
        by_scale = self.values.select("scale_id").join(
            self.directory.abstained(), on="scale_id", how="left", maintain_order="left"
        )
        empty = self.texts["answer"].is_null()
        self.values = self.values.with_columns(
            pl.when(empty).then(by_scale["answer"]).otherwise("answer").alias("answer")
        )


MATCH_COLUMNS = ["code", "rule", "hint_zh", "hint_en"]


def _with_rule(read: pl.DataFrame, rule: pl.Expr) -> pl.DataFrame:
    """The texts read, each with the rule that it breaks."""
    nothing = pl.lit(None, dtype=pl.String)
    return read.with_columns(rule=rule, hint_zh=nothing, hint_en=nothing)
