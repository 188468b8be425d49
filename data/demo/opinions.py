"""Opinions written on the forms: problems by channel and theme, merged from the raw ones; praise separately."""

import numpy as np
import polars as pl

from data.demo import survey
from data.demo.survey import CHANNELS, GROUPS
from data.demo.units import HERE, Traits

PRAISE_PER_PROBLEM = 0.13
PRAISE = ["工作人员热情周到，办事顺利", "一次办结，效率高", "主动上门服务，帮助企业解决困难"]
# An online form has a remark twice as often: the increase in 2020 comes from the new channel, not from worse work.
EAGERNESS = {"paper": 0.8, "phone": 0.7, "onsite": 0.9, "online": 1.9}


def opinions(year: int, forms: pl.DataFrame, traits: Traits, rng: np.random.Generator) -> pl.DataFrame:
    """One row per merged opinion: unit, group, channel, theme, polarity (Chinese words), raw_n, merged_n, text."""
    per_hundred = survey.waves().filter(pl.col("year") == year)["problems_per_100"][0]
    problems = round(per_hundred * survey.valid_forms(year, forms) / 100)
    mood = forms["unit_id"].replace_strict(traits.satisfaction, return_dtype=pl.Float64).to_numpy()
    eager = forms["channel"].replace_strict(EAGERNESS, return_dtype=pl.Float64).to_numpy()
    angry = eager * np.exp(-1.2 * mood)
    happy = eager * np.exp(0.8 * mood)
    praise = round(PRAISE_PER_PROBLEM * problems)
    merged_n = 1 + (rng.random(problems) < 0.12) + (rng.random(problems) < 0.03)
    keep = int(np.searchsorted(np.cumsum(merged_n), problems)) + 1
    complained = rng.choice(len(forms), keep, p=angry / angry.sum())
    praised = rng.choice(len(forms), praise, p=happy / happy.sum())
    themes = pl.read_csv(HERE / "opinions.csv")
    likely = (themes["share"] + themes["trend"] * (year - 2017)).to_numpy()
    said = rng.choice(len(themes), keep, p=likely / likely.sum())
    which = forms[np.concatenate([complained, praised]).tolist()]
    merged = np.concatenate([merged_n[:keep], np.ones(praise, dtype=int)])
    rows = which.select(
        pl.col("unit"),
        pl.col("group").replace_strict({code: word for code, (word, _, _) in GROUPS.items()}).alias("group"),
        pl.col("channel").replace_strict({code: word for code, (word, _) in CHANNELS.items()}).alias("channel"),
    ).with_columns(
        pl.Series("theme", themes["theme"][said.tolist()].to_list() + ["其他"] * praise),
        pl.Series("polarity", ["问题"] * keep + ["表扬"] * praise),
        pl.Series("raw_n", merged + rng.geometric(0.5, keep + praise) - 1),
        pl.Series("merged_n", merged),
        pl.Series("text", themes["text"][said.tolist()].to_list() + rng.choice(PRAISE, praise).tolist()),
    )
    return rows[rng.permutation(len(rows)).tolist()]
