"""Findings on the forms of a survey site: one device, too quick, all answers alike, bursts. No form is dropped."""

import re
from dataclasses import dataclass

import polars as pl

from etl.reading.entity_matching import Directory
from etl.reading.layout_file import Layout
from etl.reading.tables import normalize_header

SECONDS_PER_ITEM = 2  # quicker forms were hardly read
MIN_ALIKE = 5  # answers of a form that are all alike
BURST_FORMS = 10  # within one minute
MIN_SHOWN = 10  # forms; the rate of fewer is not shown, nor one that would give it away
CLOCKS = (
    *("%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d %H:%M", "%Y年%m月%d日 %H:%M:%S"),
    *("%Y/%m/%d %p%I:%M:%S", "%Y/%m/%d %p%I:%M", "%Y.%m.%d %H:%M:%S", "%Y.%m.%d %H:%M"),
    *("%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S", "%Y/%m/%d", "%Y-%m-%d"),
)
TIME_UNITS = {"时": 3600, "小时": 3600, "h": 3600, "分": 60, "分钟": 60, "min": 60, "秒": 1, "s": 1, "": 1}


# One row per kind of forms that stand out: how many of all, and the rate of all beside that of the others. Rates are
# null where they would tell of few forms.
FORM_FINDINGS = pl.Schema(
    {"finding": pl.String, "forms_n": pl.Int64, "of_n": pl.Int64, "rate": pl.Float64, "rate_without": pl.Float64}
)


@dataclass(frozen=True)
class SiteForms:
    """What a site records of each form; null where it does not."""

    submitted: pl.Series  # Datetime
    seconds: pl.Series  # Float64
    device: pl.Series  # text

    @classmethod
    def read(cls, submitted: pl.Series, duration: pl.Series, device: pl.Series) -> "SiteForms":
        """From the texts of the export."""
        plain = pl.col("text").str.strip_chars().str.replace(r"(?:Z|[+-]\d{2}:?\d{2})$", "")
        plain = plain.str.replace("上午 ?", "AM").str.replace("下午 ?", "PM")
        times = [plain.str.to_datetime(form, strict=False, time_unit="ms") for form in CLOCKS]
        seconds = [None if text is None else _seconds(text) for text in duration]
        return cls(
            submitted.to_frame("text").select(pl.coalesce(times)).to_series(),
            pl.Series(seconds, dtype=pl.Float64),
            device,
        )


def _seconds(text: str) -> float | None:
    """`63秒`, `1分3秒`, `00:01:03`, `63` → seconds."""
    plain = normalize_header(text)
    if re.fullmatch(r"(?:\d+:)?\d+:\d+(?:\.\d+)?", plain):
        return float(sum(float(part) * 60**at for at, part in enumerate(reversed(plain.split(":")))))
    parts = re.findall(r"(\d+(?:\.\d+)?)(小时|分钟|时|分|秒|h|min|s|)", plain)
    return sum(float(number) * TIME_UNITS[unit] for number, unit in parts) if parts else None


def site_findings(answers: pl.DataFrame, forms: SiteForms, layout: Layout, directory: Directory) -> pl.DataFrame:
    """What stands out, as FORM_FINDINGS.

    answers: one text column per question, null where it was skipped.
    """
    filled = answers.select(pl.sum_horizontal(pl.lit(0), pl.all().is_not_null())).to_series()
    read = pl.DataFrame({"device": forms.device, "at": forms.submitted, "seconds": forms.seconds, "filled": filled})
    alike = answers.select(pl.concat_list(pl.all()).list.drop_nulls().list.n_unique()).to_series() == 1
    close = (pl.col("at") - pl.col("at").shift()).over("device", order_by="at") <= pl.duration(minutes=1)
    beside = close | close.shift(-1).over("device", order_by="at").fill_null(False)
    minute = pl.col("at").dt.truncate("1m")
    standing_out = read.select(
        device=pl.col("device").is_not_null() & beside,
        quick=pl.col("seconds") < pl.col("filled") * SECONDS_PER_ITEM,
        alike=pl.lit(alike) & (pl.col("filled") >= MIN_ALIKE),
        burst=minute.is_not_null() & (pl.len().over(minute) >= BURST_FORMS),
    ).fill_null(False)
    told_apart = _safe_to_show(standing_out)
    satisfied, valid = _counts(answers, layout, directory)
    rows = []
    for name in standing_out.columns:
        rest = ~standing_out[name]
        rate = _rate(satisfied, valid) if name in told_apart else None
        rate_without = _rate(satisfied.filter(rest), valid.filter(rest))
        if forms_n := int(standing_out[name].sum()):
            rates = (None, None) if rate is None or rate_without is None else (rate, rate_without)
            rows.append((name, forms_n, read.height, *rates))
    return pl.DataFrame(rows, schema=FORM_FINDINGS, orient="row")


def _rate(satisfied: pl.Series, valid: pl.Series) -> float | None:
    return float(satisfied.sum()) / float(valid.sum()) if valid.sum() else None


def _safe_to_show(standing_out: pl.DataFrame) -> list[str]:
    """The kinds whose rates are shown: by no combination of them can fewer than MIN_SHOWN forms be told apart.

    standing_out: one column per kind, whether a form is of it.
    """
    shown: list[str] = []
    for name in standing_out.columns:
        together = standing_out.group_by(*shown, name).len()["len"]
        if standing_out[name].any() and (together >= MIN_SHOWN).all():
            shown.append(name)
    return shown


def _counts(answers: pl.DataFrame, layout: Layout, directory: Directory) -> tuple[pl.Series, pl.Series]:
    """The number of satisfied and of valid answers of each form, on the layout's scale."""
    scale = layout.constants.get("scale_id", "")
    levels = directory.scale_level.filter(pl.col("scale_id") == scale)
    counted = dict(levels.filter(pl.col("class") == "valid").select("answer", pl.col("box").is_not_null()).iter_rows())
    known = dict(directory.names(f"answer/{scale}").select("same", "code").iter_rows())
    known |= {normalize_header(theirs): ours for theirs, ours in layout.values.get("answer", {}).items()}
    code_of = {word: known.get(code, code) for word, code in known.items()}
    is_valid = {word: code in counted for word, code in code_of.items()}
    is_satisfied = {word: counted.get(code, False) for word, code in code_of.items()}
    plain = answers.select(pl.all().str.normalize("NFKC").str.replace_all(r"\s", "").str.to_lowercase())
    satisfied, valid = (
        plain.select(
            pl.sum_horizontal(
                pl.lit(0), pl.all().replace_strict(meaning, default=False, return_dtype=pl.Boolean).fill_null(False)
            )
        ).to_series()
        for meaning in (is_satisfied, is_valid)
    )
    return satisfied, valid
