"""12345 hotline: the city's weekly bulletin, the province's cases by place, and the departments' work orders by month.

Calibrated to the published bulletins: neighbouring weeks share their boundary day, cases answered online and sent out
add up to those received, and no call-back figures were printed before 2020.
"""

from datetime import date, timedelta
from pathlib import Path

import numpy as np

from data.demo import mess, survey, units
from data.demo.rectification import AS_OF
from data.demo.units import Traits
from data.demo.workbooks import Table, write_xlsx

FIRST_WEEK = date(2018, 12, 7)
CALLBACKS_SINCE = date(2020, 1, 1)
RECEIVED = {2018.93: 2850.0, 2020.93: 13200.0, 2021.95: 25500.0, 2024.2: 27500.0, 2026.0: 29000.0}  # cases a week
SENT_OUT = {2018.93: 0.47, 2020.93: 0.205, 2021.95: 0.172, 2026.0: 0.16}  # share of the cases
ON_TIME = {2018.93: 0.9664, 2020.93: 0.9877, 2021.95: 0.9945, 2026.0: 0.9965}
CHANNELS = {"网络诉求": 0.046, "省平台交办件": 0.022, "其他诉求": 0.008}  # shares; the other cases are calls
WRONG_SUM_IN = date(2020, 12, 4)  # this week's channels are two cases short, as published
PLACES_YEAR = 2025
UNITS = (*units.WINDOWS, "A01", "A03", "A07", "A09", "A10", "A12", "A13", "A14", "A15", "A17", "A18", "A31")
UNIT_YEARS = range(2021, 2026)
# A fault: this department divides the cases finished on time by the finished cases, not by the due ones.
WRONG_RATE = (date(2024, 8, 1), "A09")


def _at(day: date, curve: dict[float, float]) -> float:
    """The value of a curve (year with its fraction → value) on a day."""
    return float(np.interp(day.year + day.timetuple().tm_yday / 366, list(curve), list(curve.values())))


def weeks(rng: np.random.Generator) -> list[dict]:
    """One row per week and channel (合计 first): period, first day, and the printed figures of the bulletin."""
    rows: list[dict] = []
    first = FIRST_WEEK
    while (last := first + timedelta(days=7)) <= AS_OF:
        received = int(rng.poisson(_at(first, RECEIVED) * float(rng.normal(1, 0.04))))
        sent = int(rng.binomial(received, _at(first, SENT_OUT)))
        own = {"period": _period(first, last), "first": first}
        total = {"渠道": "合计", "受理总量": received, "在线直接答复": received - sent, "派发工单": sent}
        total |= {"按时办结率": f"{_at(first, ON_TIME) + float(rng.normal(0, 0.001)):.2%}"}
        if first >= CALLBACKS_SINCE:
            total |= {
                "有效回访": int(rng.binomial(sent, 0.83)),
                "回访综合满意率": f"{float(rng.normal(0.916, 0.01)):.2%}",
            }
        rows.append(own | total)
        others = {name: int(rng.poisson(received * share)) for name, share in CHANNELS.items()}
        calls = received - sum(others.values()) - (2 if first == WRONG_SUM_IN else 0)
        rows += [own | {"渠道": name, "受理总量": n} for name, n in ({"公众来电": calls} | others).items()]
        first = last
    return rows


def _period(first: date, last: date) -> str:
    """The period as the bulletins write it: the end omits the parts that are equal to the start."""
    month = "" if last.month == first.month else f"{last.month}月"
    return f"{first.year}年{first.month}月{first.day}日—{month}{last.day}日"


def week_table(rows: list[dict], year: int, rng: np.random.Generator) -> Table:
    """The bulletins printed in a year, numbered from 1."""
    number = {period: at for at, period in enumerate(dict.fromkeys(row["period"] for row in rows), start=1)}
    columns = {
        "期号": [f"{year}年第{number[row['period']]}期" for row in rows],
        "期间": [row["period"] for row in rows],
    }
    printed = ["渠道", "受理总量", "在线直接答复", "派发工单", "按时办结率", "有效回访", "回访综合满意率"]
    columns |= {name: [row.get(name) for row in rows] for name in printed}
    mess.spoil_rows(columns, 0.02, [mess.full_width("受理总量")], rng)
    faults = [mess.replaced("期间", "12月下旬"), mess.replaced("渠道", "微信群")]
    mess.each_once(columns, [faults[year % 2]], rng, among=mess.copied(columns, "期号", 1, rng))
    return Table(f"{year}年12345政府公共服务热线周报汇总（示例数据）", columns)


def place_table(rows: list[dict], rng: np.random.Generator) -> Table:
    """The province's cases of each week, one column per place; a place without cases is an empty cell, not a 0."""
    shares = survey.divisions(date(PLACES_YEAR, 1, 1)) | {"市级部门": 0.15}
    weekly = [row for row in rows if row["渠道"] == "省平台交办件" and row["first"].year == PLACES_YEAR]
    parts = rng.multinomial([row["受理总量"] for row in weekly], np.array(list(shares.values())) / sum(shares.values()))
    columns = {"期间": [row["period"] for row in weekly]}
    columns |= {place: [int(n) or None for n in parts[:, at]] for at, place in enumerate(shares)}
    columns["合计数"] = [row["受理总量"] for row in weekly]
    mess.each_once(columns, [mess.replaced("期间", "十月第二周"), mess.replaced("开发区", "约10")], rng)
    return Table(f"{PLACES_YEAR}年省平台交办件属地分布（示例数据）", columns)


def handled(traits: Traits, rng: np.random.Generator) -> list[dict]:
    """One row per month and department: 月份, 承办单位 and the counts of its work orders."""
    size = {unit: float(rng.lognormal(3.4, 0.8)) for unit in UNITS}
    name_of = units.names_on(AS_OF)
    rows: list[dict] = []
    for month in [date(year, month, 1) for year in UNIT_YEARS for month in range(1, 13)]:
        for unit_id in UNITS:
            received = int(rng.poisson(size[unit_id]))
            slow = 0.025 * traits.slowness[unit_id]
            due = int(rng.binomial(received, 0.92))
            on_time = int(rng.binomial(due, 1 - min(slow, 0.3)))
            finished = on_time + int(rng.binomial(due - on_time, 0.7))
            asked = int(rng.binomial(finished, 0.8))
            satisfied = int(rng.binomial(asked, 1 / (1 + np.exp(-2.3 - 0.8 * traits.satisfaction[unit_id]))))
            divided_by = finished if (month, unit_id) == WRONG_RATE else due
            rows.append(
                {"月份": f"{month.year}年{month.month}月", "承办单位": name_of[unit_id], "承办件数": received}
                | {"应结数": due, "办结数": finished, "按时办结数": on_time}
                | {"按时办结率": f"{on_time / divided_by:.2%}" if divided_by else None, "有效回访数": asked}
                | {"回访满意数": satisfied, "回访满意率": f"{satisfied / asked:.2%}" if asked else None}
            )
    return rows


def unit_table(rows: list[dict], year: int, rng: np.random.Generator) -> Table:
    """The rows of one year as a sheet, one row per month and department."""
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    wrong = next((at for at, row in enumerate(rows) if _is_wrong(row)), None)
    kept = set() if wrong is None else {wrong}
    touched = kept | mess.spoil_rows(columns, 0.02, [mess.full_width("应结数"), mess.short_name("承办单位")], rng, kept)
    faults = [
        mess.misspelt("承办单位"),
        mess.two_units("承办单位"),
        mess.replaced("月份", "冬季"),
        mess.replaced("按时办结率", "120%"),
        mess.replaced("办结数", "若干"),
    ]
    chosen = [faults[int(at)] for at in rng.choice(len(faults), 2, replace=False)]
    mess.each_once(columns, chosen, rng, among=set(range(len(rows))) - touched)
    return Table(f"{year}年12345工单部门办理情况月报（示例数据）", columns)


def _is_wrong(row: dict) -> bool:
    month, unit_id = WRONG_RATE
    return row["月份"] == f"{month.year}年{month.month}月" and row["承办单位"] == units.names_on(month)[unit_id]


def write(folder: Path, bulletins: list[dict], traits: Traits, rng: np.random.Generator) -> list[Path]:
    """Writes three workbooks with one sheet per year; returns their paths. bulletins: rows of `weeks`."""
    months = handled(traits, rng)
    years = dict.fromkeys(row["first"].year for row in bulletins)
    by_week = {
        f"{year}年": week_table([row for row in bulletins if row["first"].year == year], year, rng) for year in years
    }
    by_unit = {
        f"{year}年": unit_table([row for row in months if row["月份"].startswith(str(year))], year, rng)
        for year in UNIT_YEARS
    }
    places = {f"{PLACES_YEAR}年": place_table(bulletins, rng)}
    return [
        write_xlsx(folder / "示例数据_12345热线周报汇总.xlsx", by_week),
        write_xlsx(folder / "示例数据_12345省平台交办件属地分布.xlsx", places),
        write_xlsx(folder / "示例数据_12345工单部门办理月报.xlsx", by_unit),
    ]
