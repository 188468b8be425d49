"""12345诉求热点: the six hot topics that each weekly bulletin prints, with their requests.

A topic has a season and years; the requests of a week's topics stay below those received in that week.
"""

from pathlib import Path
from typing import Any

import numpy as np

from data.demo import mess
from data.demo.workbooks import Table, write_xlsx

PRINTED = 6  # topics in a bulletin
DRAWN = 0.35  # standard deviation of the logarithm of a topic's requests in a week


ALWAYS = range(2018, 2027)
# Topic → usual share of the requests, months with more of it, years in which it occurs.
TOPICS: dict[str, tuple[float, tuple[int, ...], range]] = {
    "噪声扰民": (0.030, (6, 7, 8), ALWAYS),
    "物业管理": (0.034, (), ALWAYS),
    "供水供电": (0.016, (1, 7, 8), ALWAYS),
    "违章停车": (0.026, (), ALWAYS),
    "拖欠工资": (0.013, (1, 12), ALWAYS),
    "消费维权": (0.028, (3, 11), ALWAYS),
    "社保医保": (0.022, (11, 12), ALWAYS),
    "公交出行": (0.014, (9,), ALWAYS),
    "房屋质量": (0.012, (), ALWAYS),
    "教育培训": (0.015, (8, 9), range(2019, 2027)),
    "疫情防控": (0.090, (1, 2, 3, 4), range(2020, 2023)),
    "电动自行车": (0.013, (), range(2023, 2027)),
    "燃气安全": (0.012, (11, 12), range(2022, 2027)),
}


def _share(topic: str, year: int, month: int) -> float:
    """A topic's usual share of the requests received."""
    share, season, years = TOPICS[topic]
    return share * (1.8 if month in season else 1.0) if year in years else 0.0


def topics(weeks: list[dict], rng: np.random.Generator) -> list[dict]:
    """One row per week and printed topic, the largest first. weeks: rows of `hotline.weeks`."""
    rows: list[dict] = []
    for week in weeks:
        if week["渠道"] != "合计":
            continue
        first = week["first"]
        usual = np.array([_share(topic, first.year, first.month) for topic in TOPICS])
        drawn = rng.poisson(week["受理总量"] * usual * rng.lognormal(0, DRAWN, len(TOPICS)))
        largest = sorted(zip(drawn.tolist(), TOPICS, strict=True), reverse=True)[:PRINTED]
        rows += [
            {"period": week["period"], "first": first, "place": place, "topic": topic, "n": n}
            for place, (n, topic) in enumerate(largest, start=1)
        ]
    return rows


def topic_table(rows: list[dict], year: int, rng: np.random.Generator) -> Table:
    """The topics printed in a year's bulletins."""
    columns: dict[str, list[Any]] = {
        "期间": [row["period"] for row in rows],
        "热点位次": [row["place"] for row in rows],
        "诉求热点": [row["topic"] for row in rows],
        "诉求件数": [row["n"] for row in rows],
    }
    touched = mess.spoil_rows(columns, 0.02, [mess.full_width("诉求件数")], rng)
    faults = [mess.replaced("诉求件数", "若干", -5), mess.replaced("期间", "上周"), mess.replaced("诉求热点", None)]
    mess.each_once(columns, [faults[year % 3]], rng, among=set(range(len(rows))) - touched)
    return Table(f"{year}年12345诉求热点汇总（示例数据）", columns)


def write(folder: Path, weeks: list[dict], rng: np.random.Generator) -> list[Path]:
    """Writes one workbook with one sheet per year; returns its path."""
    rows = topics(weeks, rng)
    years = dict.fromkeys(row["first"].year for row in rows)
    sheets = {f"{year}年": topic_table([row for row in rows if row["first"].year == year], year, rng) for year in years}
    return [write_xlsx(folder / "示例数据_12345诉求热点汇总.xlsx", sheets)]
