"""Match the words in cells to units, divisions and codes; suggest the nearest known word for those without a match."""

import difflib
import functools
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from etl.contracts import DATASETS
from etl.contracts.faults import in_both_languages, quoted_list
from etl.reading import cells
from words import words as all_words

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
ALIAS_SEPARATORS = "[、;,|\n]"
UNIT_SEPARATORS = "[、;,/|\n]"  # separators of units in one cell: one known part is enough
CONJUNCTIONS = "和|及|与"  # separators that also occur in names: all parts must be known
MAX_SUGGESTIONS = 300  # unknown words with a suggestion; more indicate a wrong column
MIN_SIMILARITY = 0.34  # lowest difflib ratio of a suggestion
MATCH_SCHEMA = {
    "text": pl.String,
    "on": pl.Date,
    "code": pl.String,
    "rule": pl.String,
    "hint_zh": pl.String,
    "hint_en": pl.String,
}


@dataclass(frozen=True)
class Directory:
    """The known words: units and lineage from live batches, everything else from data/reference."""

    unit: pl.DataFrame
    lineage: pl.DataFrame
    codes: pl.DataFrame
    scale_level: pl.DataFrame
    division: pl.DataFrame
    _names: dict[str, pl.DataFrame] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def from_reference(cls, unit: pl.DataFrame | None = None, lineage: pl.DataFrame | None = None) -> "Directory":
        """The directory of data/reference with the given units and lineage (None: none)."""
        return cls(
            unit=DATASETS["unit"].create_empty() if unit is None else unit,
            lineage=DATASETS["unit_lineage"].create_empty() if lineage is None else lineage,
            codes=pl.read_csv(REFERENCE / "codes.csv", infer_schema_length=0),
            scale_level=pl.read_csv(REFERENCE / "scales.csv", infer_schema_length=0),
            division=pl.read_csv(REFERENCE / "divisions.csv", infer_schema_length=0).with_columns(
                pl.col("valid_from", "valid_to").str.to_date()
            ),
        )

    @functools.cached_property
    def answer_words(self) -> frozenset[str]:
        """The words of all answers of all scales, in comparison form."""
        words = self.scale_level["words"].str.split("|").explode(empty_as_null=True).to_frame("word")
        return frozenset(words.select(cells.comparison_form(pl.col("word"))).to_series())

    def names(self, code_list: str) -> pl.DataFrame:
        """The words of a code list (`answer/cz4`: a scale's answers): name, code, valid_from, valid_to, same.

        `same` is the comparison form of the name.
        """
        if code_list not in self._names:
            self._names[code_list] = (
                self._gather(code_list)
                .with_columns(same=cells.comparison_form(pl.col("name")))
                .unique(["same", "code"], keep="first", maintain_order=True)
            )
        return self._names[code_list]

    def _gather(self, code_list: str) -> pl.DataFrame:
        if code_list == "unit":
            split = self.unit.with_columns(
                pl.col("aliases").str.normalize("NFKC").str.replace_all(ALIAS_SEPARATORS, "|")
            )
            return _names_long(split, "unit_id", ["unit", "unit_id"], "aliases")
        if code_list == "division":
            return _names_long(self.division, "division_code", ["zh", "division_code", "en"], "words")
        if code_list.startswith("answer/"):
            levels = self.scale_level.filter(pl.col("scale_id") == code_list.removeprefix("answer/"))
            return pl.concat(
                [_names_long(levels, "answer", [], "words"), _labels("answer", levels["answer"].to_list())]
            )
        if code_list == "scale":
            return _labels("scale", self.scale_level["scale_id"].unique(maintain_order=True).to_list())
        rows = self.codes.filter(pl.col("list") == code_list)
        written = rows.select(name="word", code="code")
        return pl.concat([_names(written), _labels(code_list, rows["code"].unique(maintain_order=True).to_list())])

    def allowed(self, code_list: str) -> dict[str, str]:
        """The words of a short code list as a sentence, as {zh, en}."""
        codes = self.names(code_list)["code"].unique(maintain_order=True).to_list()
        subject = code_list.split("/")[0]
        known = [all_words().get(f"codes.{subject}.{code}", {"zh": code, "en": code}) for code in codes]
        return {lang: quoted_list([word[lang] for word in known])[lang] for lang in ("zh", "en")}

    def abstained(self) -> pl.DataFrame:
        """scale_id, answer: the answer that an empty cell stands for."""
        return (
            self.scale_level.filter(pl.col("class") == "abstain")
            .unique("scale_id", keep="first")
            .select("scale_id", "answer")
        )

    def match(self, code_list: str, asked: pl.DataFrame, register: bool = False) -> pl.DataFrame:
        """The code of each word.

        asked: text and on (the reference date, null if unknown), distinct, without empty texts. register: an unknown
        word becomes its own code. Returns text, on, code, rule (null: matched), hint_zh, hint_en.
        """
        names = self.names(code_list)
        asked = asked.cast({"text": pl.String, "on": pl.Date}).with_columns(same=cells.comparison_form(pl.col("text")))
        candidates = asked.join(names.drop("name"), on="same", how="left").with_columns(fits=_valid_on_date())
        # Of several units with the same name, the one valid on the date; else the first in the list.
        chosen = candidates.sort("fits", descending=True, nulls_last=True, maintain_order=True).unique(
            ["text", "on"], keep="first", maintain_order=True
        )
        if register:
            own = pl.col("text").str.normalize("NFKC").str.replace_all(r"\s+", " ").str.strip_chars()
            several = self._several(code_list, chosen.filter(pl.col("code").is_null())["text"], surely=True)
            chosen = chosen.with_columns(
                code=pl.when(pl.col("text").is_in(list(several))).then("code").otherwise(pl.coalesce("code", own))
            )
        unknown = self._unknown(code_list, chosen.filter(pl.col("code").is_null())["text"].unique(maintain_order=True))
        return chosen.select("text", "on", "code").join(unknown, on="text", how="left").select(*MATCH_SCHEMA)

    def _unknown(self, code_list: str, texts: pl.Series) -> pl.DataFrame:
        """text, rule and hints for words without a code."""
        subject = code_list.split("/")[0]
        several = self._several(code_list, texts, surely=False)
        rows = []
        for at, text in enumerate(texts):
            if text in several:
                hint = in_both_languages("etl.hint.several", names=quoted_list(several[text]))
                rows.append((text, f"several_{subject}s", hint["zh"], hint["en"]))
                continue
            hint = self._hint(code_list, text) if at < MAX_SUGGESTIONS else {"zh": "", "en": ""}
            rule = f"unknown_{subject}" if subject in ("unit", "division", "scale", "answer") else "unknown_code"
            rows.append((text, rule, hint["zh"], hint["en"]))
        return pl.DataFrame(rows, schema=dict.fromkeys(("text", "rule", "hint_zh", "hint_en"), pl.String), orient="row")

    def _hint(self, code_list: str, text: str) -> dict[str, str]:
        nearest = self.nearest(code_list, text)
        if code_list in ("unit", "division"):
            return in_both_languages("etl.hint.nearest", nearest=nearest) if nearest else {"zh": "", "en": ""}
        return in_both_languages("etl.hint.allowed", allowed=self.allowed(code_list))

    def nearest(self, code_list: str, text: str) -> str | None:
        """The most similar known name (difflib ratio at least MIN_SIMILARITY), or None. Ids are not suggested."""
        names = self.names(code_list).filter(pl.col("name") != pl.col("code"))
        spelt = dict(zip(names["same"], names["name"], strict=True))
        wanted = text.lower().replace(" ", "")
        found = difflib.get_close_matches(wanted, spelt, n=1, cutoff=MIN_SIMILARITY)
        return spelt[found[0]] if found else None

    def _several(self, code_list: str, texts: pl.Series, surely: bool) -> dict[str, list[str]]:
        """Cells that name several units: text → its parts. surely: all parts must be known, not just one."""
        if code_list != "unit":
            return {}
        return self._parted(texts, CONJUNCTIONS, surely=True) | self._parted(texts, UNIT_SEPARATORS, surely)

    def _parted(self, texts: pl.Series, between: str, surely: bool) -> dict[str, list[str]]:
        known = self.names("unit")["same"].unique().to_list()
        parts = (
            texts.to_frame("text")
            .with_columns(part=pl.col("text").str.normalize("NFKC").str.replace_all(between, "\n").str.split("\n"))
            .explode("part", empty_as_null=True, keep_nulls=True)
            .with_columns(pl.col("part").str.strip_chars())
            .filter(pl.col("part") != "")
            .with_columns(known=cells.comparison_form(pl.col("part")).is_in(known))
            .group_by("text", maintain_order=True)
            .agg("part", known=pl.col("known").all() if surely else pl.col("known").any())
            .filter(pl.col("known") & (pl.col("part").list.len() > 1))
        )
        return dict(zip(parts["text"], parts["part"].to_list(), strict=True))


def _valid_on_date() -> pl.Expr:
    """How well a name's validity fits the date: 2 valid on the day, 1 valid in its year, 0 neither."""
    begins = pl.col("valid_from").fill_null(pl.date(1, 1, 1))
    ends = pl.col("valid_to").fill_null(pl.date(9999, 12, 31))
    day = pl.col("on")
    return (
        pl.when(pl.col("code").is_null())
        .then(None)
        .when(day.is_null())
        .then(pl.col("valid_to").is_null().cast(pl.Int8))
        .when(day.is_between(begins, ends))
        .then(2)
        .when(day.dt.year().is_between(begins.dt.year(), ends.dt.year()))
        .then(1)
        .otherwise(0)
    )


def _names(rows: pl.DataFrame) -> pl.DataFrame:
    """name, code and, where given, the validity of the name."""
    dates = [_date(rows, day).alias(day) for day in ("valid_from", "valid_to")]
    return rows.select(pl.col("name").cast(pl.String), pl.col("code").cast(pl.String), *dates).drop_nulls("name")


def _date(rows: pl.DataFrame, day: str) -> pl.Expr:
    if day not in rows.columns:
        return pl.lit(None, dtype=pl.Date)
    return pl.col(day).str.to_date() if rows.schema[day] == pl.String else pl.col(day).cast(pl.Date)


def _names_long(rows: pl.DataFrame, code: str, columns: list[str], piped: str) -> pl.DataFrame:
    """One row per word: the columns with a name each, and the column with words separated by |."""
    held = [day for day in ("valid_from", "valid_to") if day in rows.columns]
    written = [rows.select(pl.col(column).alias("name"), pl.col(code).alias("code"), *held) for column in columns]
    several = rows.select(pl.col(piped).str.split("|").alias("name"), pl.col(code).alias("code"), *held)
    several = several.explode("name", empty_as_null=True, keep_nulls=True).with_columns(
        pl.col("name").str.strip_chars()
    )
    return pl.concat([_names(part) for part in [*written, several.filter(pl.col("name") != "")]])


@functools.cache
def _label_table(code_list: str) -> dict[str, dict[str, str]]:
    start = f"codes.{code_list}."
    return {key.removeprefix(start): word for key, word in all_words().items() if key.startswith(start)}


def _labels(code_list: str, codes: list[str]) -> pl.DataFrame:
    """The codes themselves and their labels in both languages."""
    table = _label_table(code_list)
    shown = [(word, code) for code in codes for word in (code, *table.get(code, {}).values())]
    return _names(pl.DataFrame(shown, schema={"name": pl.String, "code": pl.String}, orient="row"))
