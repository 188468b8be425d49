"""The yearly survey: which respondent judged which unit, through which channel, with which answer.

Each form has a latent opinion (unit + group + channel + random part). Cut points turn it into answer levels so that the
year's overall shares are exactly those of waves.csv. Units, groups and items then differ by their traits and by random
variation.
"""

from datetime import date

import numpy as np
import polars as pl

from data.demo import units
from data.demo.units import HERE, Traits

GROUPS = {  # code: (word, share of the forms, shift of the opinion)
    "leaders": ("领导层面", 0.10, 0.30),
    "delegates": ("两代表一委员", 0.12, 0.10),
    "experts": ("专家与监督员", 0.06, -0.15),
    "grassroots": ("基层负责人", 0.20, 0.12),
    "enterprises": ("企业代表", 0.22, 0.0),
    "residents": ("市民代表", 0.30, -0.30),
}
CHANNELS = {"paper": ("纸质", 0.10), "phone": ("电话", 0.0), "onsite": ("现场", 0.05), "online": ("网上", -0.35)}
ITEMS = {"总体评价": 0.0, "服务态度": 0.25, "办事效率": -0.20, "依法办事": 0.12}
ANSWERS = {
    "cz4": ["非常满意", "满意", "基本满意", "不满意"],
    "hz5": ["满意", "比较满意", "基本满意", "不太满意", "不满意"],
}
COUNTED_YEARS = (2017, 2018)  # these years are count tables
DONT_KNOW, BLANK = "不了解", "弃权"
RATHER = 0.7  # share of the dissatisfied who choose the milder word, on the five-level scale


def waves() -> pl.DataFrame:
    """One row per year: scale, forms, target shares of item overall (top, two, three box), online share, problems."""
    return pl.read_csv(HERE / "waves.csv")


def divisions(day: date) -> dict[str, float]:
    """The 县市区 and other reporting units under the names valid on that day → their share of the forms."""
    shares = {"通州区": 0.11, "如东县": 0.10, "启东市": 0.11, "如皋市": 0.13}
    shares |= {"崇川区": 0.24} if day >= date(2020, 7, 28) else {"崇川区": 0.16, "港闸区": 0.08}
    shares |= {"海门区" if day >= date(2020, 7, 28) else "海门市": 0.11}
    shares |= {"海安市" if day >= date(2018, 5, 14) else "海安县": 0.10}
    return shares | {"开发区": 0.06, "通州湾示范区": 0.02, "苏锡通园区": 0.02}


def _channel_shares(online: float) -> list[float]:
    rest = 1 - online
    return [0.62 * rest, 0.23 * rest, 0.15 * rest, online]


def _opinion(frame: pl.DataFrame, traits: Traits, year: int) -> np.ndarray:
    """The expected latent opinion of each form, on the log-odds scale."""
    unit_shift = traits.satisfaction | {units.IMPROVING: traits.satisfaction[units.IMPROVING] + 0.16 * (year - 2017)}
    group_shift = {code: shift for code, (_, _, shift) in GROUPS.items()}
    channel_shift = {code: shift for code, (_, shift) in CHANNELS.items()}
    shift = (
        pl.col("unit_id").replace_strict(unit_shift)
        + pl.col("group").replace_strict(group_shift)
        + pl.col("channel").replace_strict(channel_shift)
    )
    return frame.select(shift.alias("shift"))["shift"].to_numpy()


def _levels(latent: np.ndarray, cuts: list[float], words: list[str]) -> np.ndarray:
    """Answer words from latent opinions: `cuts` are the cut points from best to worst, in falling order."""
    level = np.sum(latent[:, None] < np.array(cuts)[None, :], axis=1)
    return np.array(words, dtype=object)[level]


def forms(year: int, traits: Traits, rng: np.random.Generator) -> pl.DataFrame:
    """One row per form (a respondent judging a unit): unit_id, unit, unit_class, group, channel, division, items."""
    wave = waves().filter(pl.col("year") == year).row(0, named=True)
    judged = units.working_in(year)
    weight = np.array([traits.forms[unit] for unit in judged["unit_id"]])
    tiny = np.array([unit in units.TINY for unit in judged["unit_id"]])
    count = rng.poisson(np.where(tiny, weight, 0)) + rng.multinomial(
        wave["forms"], np.where(tiny, 0, weight) / weight[~tiny].sum()
    )
    which = np.repeat(np.arange(len(judged)), count)
    total = len(which)
    group = rng.choice(list(GROUPS), total, p=[share for _, share, _ in GROUPS.values()])
    channel = rng.choice(list(CHANNELS), total, p=_channel_shares(wave["online"]))
    places = divisions(date(year, 11, 15))
    place = rng.choice(list(places), total, p=np.array(list(places.values())) / sum(places.values()))
    place = np.where(np.isin(group, ["leaders", "delegates", "experts"]) & (rng.random(total) < 0.4), "市级部门", place)
    frame = (
        judged[which.tolist()]
        .select("unit_id", "unit", "unit_class")
        .with_columns(pl.Series("group", group), pl.Series("channel", channel), pl.Series("division", place))
    )
    return frame.with_columns(_answers(frame, wave, traits, rng))


def _answers(frame: pl.DataFrame, wave: dict, traits: Traits, rng: np.random.Generator) -> list[pl.Series]:
    """One column of answer words per item, with cut points that give the overall item the wave's target shares."""
    total = len(frame)
    expected = _opinion(frame, traits, wave["year"])
    mood = rng.logistic(0, 1, total)
    unsure = (
        0.025
        + 0.03 * (frame["group"] == "residents").to_numpy()
        + 0.03 * (frame["unit_class"] == "party_mass").to_numpy()
    )
    knows = rng.random(total) >= unsure
    blank = rng.random((len(ITEMS), total)) < np.array([0.012] + [0.03] * (len(ITEMS) - 1))[:, None]
    overall = expected + mood
    heard = overall[knows & ~blank[0]]
    shares = [wave["top"], wave["two"], wave["three"]]
    if wave["scale_id"] == "hz5":
        shares.append(1 - (1 - wave["three"]) * (1 - RATHER))
    cuts = [float(np.quantile(heard, 1 - share)) for share in shares]
    columns = []
    for at, (item, shift) in enumerate(ITEMS.items()):
        latent = overall if at == 0 else expected + 0.8 * mood + rng.logistic(0, 0.6, total) + shift
        words = _levels(latent, cuts, ANSWERS[wave["scale_id"]])
        words[~knows] = DONT_KNOW
        words[blank[at] & knows] = BLANK
        columns.append(pl.Series(item, words.tolist()))
    return columns


def valid_forms(year: int, frame: pl.DataFrame) -> int:
    """Number of valid forms: in the count tables all returned forms, later all except those with only 不了解."""
    return len(frame) if year in COUNTED_YEARS else frame.filter(pl.col("总体评价") != DONT_KNOW).height


def counted(frame: pl.DataFrame, year: int, rng: np.random.Generator) -> pl.DataFrame:
    """The overall item as counts: one row per unit × group × channel × division, one column per answer, and forms."""
    scale = waves().filter(pl.col("year") == year)["scale_id"][0]
    answers = [*ANSWERS[scale], DONT_KNOW, BLANK]
    cells = (
        frame.group_by("unit_id", "unit", "unit_class", "group", "channel", "division", maintain_order=True)
        .agg(*[(pl.col("总体评价") == answer).sum().alias(answer) for answer in answers], pl.len().alias("valid"))
        .sort("unit_class", "unit_id", "group", "channel", "division")
    )
    returned = cells["valid"].to_numpy() + rng.binomial(cells["valid"].to_numpy() + 1, 0.04)
    issued = returned + rng.binomial(returned + 1, 0.06)
    return cells.with_columns(pl.Series("returned", returned), pl.Series("issued", issued))


def three_box_by_unit(frame: pl.DataFrame, year: int) -> dict[str, float]:
    """Unit id → three-box rate (0–1) of its overall item; units without a valid answer are left out."""
    scale = waves().filter(pl.col("year") == year)["scale_id"][0]
    valid = frame.filter(pl.col("总体评价").is_in(ANSWERS[scale]))
    rates = valid.group_by("unit_id").agg(pl.col("总体评价").is_in(ANSWERS[scale][:3]).mean().alias("rate"))
    return dict(rates.iter_rows())
