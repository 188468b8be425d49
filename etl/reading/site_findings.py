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
    *("%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S", "%Y/%m/%d", "%Y-%m-%d"),
)
TIME_UNITS = {"时": 3600, "小时": 3600, "h": 3600, "分": 60, "分钟": 60, "min": 60, "秒": 1, "s": 1, "": 1}


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


def site_findings(
    answers: pl.DataFrame, forms: SiteForms, layout: Layout, directory: Directory
) -> list[tuple[str, dict]]:
    """What stands out: (key of etl.notice, its facts): the number of forms, and the rate with and without them.

    answers: one text column per question, null where it was skipped.
    """
    satisfied, valid = _counts(answers, layout, directory)
    filled = answers.select(pl.sum_horizontal(pl.lit(0), pl.all().is_not_null())).to_series()
    read = pl.DataFrame({"device": forms.device, "at": forms.submitted, "seconds": forms.seconds, "filled": filled})
    alike = answers.select(pl.concat_list(pl.all()).list.drop_nulls().list.n_unique()).to_series() == 1
    close = (pl.col("at") - pl.col("at").shift()).over("device", order_by="at") <= pl.duration(minutes=1)
    beside = close | close.shift(-1).over("device", order_by="at").fill_null(False)
    minute = pl.col("at").dt.truncate("1m")
    found = {
        "site_device": pl.col("device").is_not_null() & beside,
        "site_quick": pl.col("seconds") < pl.col("filled") * SECONDS_PER_ITEM,
        "site_alike": pl.lit(alike) & (pl.col("filled") >= MIN_ALIKE),
        "site_burst": minute.is_not_null() & (pl.len().over(minute) >= BURST_FORMS),
    }
    told = []
    for name, of in found.items():
        suspect = read.select(of.fill_null(False)).to_series()
        if n := int(suspect.sum()):
            told.append((name, {"n": n, "of": read.height, **_rates(suspect, satisfied, valid)}))
    return told


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


def _rates(suspect: pl.Series, satisfied: pl.Series, valid: pl.Series) -> dict[str, object]:
    """The rate of all forms and of those that do not stand out; neither where it would tell of fewer than MIN_SHOWN."""
    rest = ~suspect
    counted = float(valid.filter(rest).sum())
    if min(int(suspect.sum()), int(rest.sum())) < MIN_SHOWN or not counted:
        return {"rates": None}
    return {"rates": (float(satisfied.sum()) / float(valid.sum()), float(satisfied.filter(rest).sum()) / counted)}
