"""好差评: ratings of services directly after their use, by month, from October 2019 on.

Until the end of 2020 the system recorded the best answer if a user gave none. Since the standards of 2021 such cases
are counted as unrated. A rate of 99 % before 2021 therefore means less than one after it.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from data.demo import mess, units
from data.demo.rectification import AS_OF
from data.demo.units import Traits
from data.demo.workbooks import Row, Table, write_xlsx

SINCE = date(2019, 10, 1)
STANDARD_SINCE = date(2021, 1, 1)  # from this day online services are rated too, and missing ratings are not filled in
ANSWERS = {"非常满意": 0.925, "满意": 0.06, "基本满意": 0.0135, "不满意": 0.0010, "非常不满意": 0.0005}
UNRATED = "未评"
BUSIEST, CASES = "A21", 2600  # of the service hall; other units have a few hundred to a thousand per month
LOCKDOWN = (date(2020, 2, 1), date(2020, 3, 1))


def months() -> Iterator[date]:
    """The first day of each month from SINCE to the as-of date of the ledgers."""
    year, month = SINCE.year, SINCE.month
    while date(year, month, 1) <= AS_OF:
        yield date(year, month, 1)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def ratings(traits: Traits, rng: np.random.Generator) -> list[dict]:
    """One row per month × unit × channel × way of rating: month, unit, channel, active, and one count per answer."""
    size = {unit: CASES if unit == BUSIEST else float(rng.lognormal(6.3, 0.5)) for unit in units.WINDOWS}
    name_of = units.names_on(AS_OF)
    rows: list[dict] = []
    for month in months():
        channels = {"窗口": 1.0} if month < STANDARD_SINCE else {"窗口": 0.7, "网上": 0.6}
        rate = 0.20 + 0.06 * (month.year - 2019) + (0.06 if month >= STANDARD_SINCE else 0)
        for unit_id in units.WINDOWS:
            worse = float(np.exp(-traits.satisfaction[unit_id]))
            for channel, share in channels.items():
                quiet = 0.25 if month in LOCKDOWN else 1.0
                cases = int(rng.poisson(size[unit_id] * share * quiet * (1.15 if month.month in (6, 12) else 1.0)))
                rated = int(rng.binomial(cases, rate))
                own = {"month": month, "unit": name_of[unit_id], "channel": channel}
                rows.append(own | {"active": "是"} | _answers(rated, worse, rng))
                silent = UNRATED if month >= STANDARD_SINCE else "非常满意"
                rows.append(own | {"active": "否", silent: cases - rated})
    return rows


def _answers(rated: int, worse: float, rng: np.random.Generator) -> dict[str, int]:
    """The number of users by answer. `worse` multiplies the share of all answers except the best."""
    shares = np.array(list(ANSWERS.values()))
    shares[1:] *= worse
    shares[0] = 1 - shares[1:].sum()
    return dict(zip(ANSWERS, rng.multinomial(rated, shares).tolist(), strict=True))


def rating_table(rows: list[dict], year: int, rng: np.random.Generator) -> Table:
    """The rows of one year as a sheet, one column per answer; an answer that was never given is an empty cell."""
    columns: dict[str, list[Any]] = {
        "序号": list(range(1, len(rows) + 1)),
        "年月": [f"{row['month'].year}年{row['month'].month}月" for row in rows],
        "单位": [row["unit"] for row in rows],
        "评价渠道": [row["channel"] for row in rows],
        "主动评价": [row["active"] for row in rows],
    }
    columns |= {answer: [row.get(answer) for row in rows] for answer in [*ANSWERS, UNRATED]}
    touched = mess.spoil_rows(columns, 0.02, [mess.full_width("非常满意"), mess.short_name("单位")], rng)
    faults = [
        mess.misspelt("单位"),
        mess.replaced("年月", f"{year}-06-15"),
        mess.replaced("评价渠道", "自助机"),
        mess.replaced("非常满意", "若干", -3),
    ]
    chosen = [faults[int(at)] for at in rng.choice(len(faults), 2, replace=False)]
    mess.each_once(columns, chosen, rng, among=set(range(len(rows))) - touched)
    total = sum(row.get(answer, 0) for row in rows for answer in ANSWERS)
    footer: list[Row] = [["合计", None, None, None, None, f"{total:,}"]]
    return Table(f"{year}年政务服务“好差评”月度汇总（示例数据）", columns, footer=footer)


def write(folder: Path, rows: list[dict], rng: np.random.Generator) -> list[Path]:
    """Writes one workbook with one sheet per year; returns its path. rows: of `ratings`."""
    years = dict.fromkeys(row["month"].year for row in rows)
    sheets = {
        f"{year}年": rating_table([row for row in rows if row["month"].year == year], year, rng) for year in years
    }
    return [write_xlsx(folder / "示例数据_好差评月度汇总.xlsx", sheets)]
