"""述评考: each year, each post is reported on, voted on and graded; from 2019 on with what followed from it.

The words of the grades changed after 2018.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from data.demo import mess, persons, units
from data.demo.rectification import AS_OF, Episode
from data.demo.workbooks import Row, Table, write_xlsx

YEARS = range(2018, 2026)
BALLOTS_FROM = 2019  # the earlier form has only the grade
POSTS = {"机关党委书记": 1.0, "专职副书记": 0.85, "机关纪委书记": 0.6}  # post: share of the units that have it
OLD_GRADES, NEW_GRADES = ["优秀", "称职", "基本称职"], ["好", "较好", "一般", "差"]
BALLOT_HEADERS = ["好票", "较好票", "一般票", "差票"]
FOLLOW_UP_HEADERS = ["反馈日期", "签收日期", "清单问题数", "结果运用"]
STAYS = 0.8  # the probability that the same person holds the post in the next year
SENT, READ = 0.97, 0.92  # the probability that feedback is sent, and that its receipt is signed
NOT_ENTERED = 0.05  # the probability that one more problem is listed than the ledger holds
USES = {
    "好": ("评先评优", "选拔任用", "无需处理"),
    "较好": ("谈心谈话", "无需处理"),
    "一般": ("约谈", "谈心谈话", "取消评优资格"),
    "差": ("约谈",),
}
UNMARKED = {2021: 1, 2024: 2}  # year → ballots without a mark, counted among the ballots cast


def appraisals(rng: np.random.Generator) -> pl.DataFrame:
    """One row per post and year: year, unit_id, unit, post, person_id, name, grade, ballots, good … poor, held_on."""
    rows: list[dict] = []
    people = iter(persons.names(2000, rng))
    holder: dict[tuple[str, str], tuple[str, str, float]] = {}
    keeps = {
        (unit_id, post): rng.random() < share
        for unit_id in units.directory()["unit_id"]
        for post, share in POSTS.items()
    }
    serial = 0
    for year in YEARS:
        ranked = units.working_in(year).filter(pl.col("unit_class") != "consulted_only")
        held_on = date(year, 12, 3)
        for unit_id, unit in ranked.select("unit_id", "unit").iter_rows():
            for post in [post for post in POSTS if keeps[unit_id, post]]:
                if (unit_id, post) not in holder or rng.random() > STAYS:
                    serial += 1
                    holder[unit_id, post] = (f"ZW{serial:05d}", next(people), float(rng.normal(0.80, 0.10)))
                person_id, name, esteem = holder[unit_id, post]
                row = {
                    "year": year,
                    "unit_id": unit_id,
                    "unit": unit,
                    "post": post,
                    "person_id": person_id,
                    "name": name,
                }
                row |= {"held_on": held_on + timedelta(days=int(rng.integers(0, 22)))}
                rows.append(row | _vote(year, esteem, rng))
    return pl.DataFrame(rows, infer_schema_length=None)


def _vote(year: int, esteem: float, rng: np.random.Generator) -> dict:
    """The ballots and the grade that follows from them."""
    best = float(np.clip(esteem + rng.normal(0, 0.05), 0.2, 0.98))
    if year < BALLOTS_FROM:
        return {"grade": OLD_GRADES[0 if best > 0.85 else 2 if best < 0.5 else 1]}
    ballots = int(rng.integers(24, 70))
    votes = rng.multinomial(ballots, [best, (1 - best) * 0.8, (1 - best) * 0.17, (1 - best) * 0.03])
    share = votes[0] / ballots
    grade = NEW_GRADES[0 if share >= 0.8 else 1 if share >= 0.6 else 2]
    return {"grade": grade, "ballots": ballots} | dict(zip(BALLOT_HEADERS, votes.tolist(), strict=True))


def followed_up(rows: pl.DataFrame, episodes: Iterable[Episode], rng: np.random.Generator) -> pl.DataFrame:
    """The rows from BALLOTS_FROM on with feedback, problem list and consequence, as known on AS_OF.

    The problems listed are those that the ledger holds of the unit in the next year, and now and then one more.
    """
    raised = Counter((item.unit_id, item.found_on.year - 1) for item in episodes if _is_listed(item))
    posts = Counter(rows.select("unit_id", "year").iter_rows())
    followed = []
    for row in rows.filter(pl.col("year") >= BALLOTS_FROM).iter_rows(named=True):
        of_unit = (row["unit_id"], row["year"])
        listed = -(-raised[of_unit] // posts[of_unit])  # spread over the posts that are left
        raised[of_unit] -= listed
        posts[of_unit] -= 1
        followed.append(row | _followed(row, listed + int(rng.random() < NOT_ENTERED), rng))
    return pl.DataFrame(followed, infer_schema_length=None)


def _is_listed(item: Episode) -> bool:
    return item.source == "述评考" and item.episode == 1


def _followed(row: dict, listed: int, rng: np.random.Generator) -> dict:
    sent_on = row["held_on"] + timedelta(days=int(rng.integers(8, 36)))
    read_on = sent_on + timedelta(days=int(rng.integers(0, 13)))
    is_sent, is_read = rng.random() < SENT and sent_on <= AS_OF, rng.random() < READ and read_on <= AS_OF
    use = str(rng.choice(USES[row["grade"]]))
    recorded = rng.random() < 0.55 + 0.06 * (row["year"] - BALLOTS_FROM)
    return {
        "反馈日期": sent_on if is_sent else None,
        "签收日期": read_on if is_sent and is_read else None,
        "清单问题数": listed if row["year"] < AS_OF.year or is_sent else None,
        "结果运用": use if recorded and row["year"] < AS_OF.year else None,
    }


def appraisal_table(rows: pl.DataFrame, year: int, rng: np.random.Generator) -> Table:
    """The rows of one year as a sheet; without ballots and what followed before BALLOTS_FROM."""
    columns = {
        "序号": list(range(1, len(rows) + 1)),
        "年度": [year] * len(rows),
        "单位": rows["unit"].to_list(),
        "职务": rows["post"].to_list(),
        "人员编号": rows["person_id"].to_list(),
        "姓名": rows["name"].to_list(),
        "测评日期": rows["held_on"].to_list(),
    }
    if year >= BALLOTS_FROM:
        columns |= {"总票数": rows["ballots"].to_list()} | {name: rows[name].to_list() for name in BALLOT_HEADERS}
    columns["等次"] = rows["grade"].to_list()
    if year >= BALLOTS_FROM:
        columns |= {name: rows[name].to_list() for name in FOLLOW_UP_HEADERS}
    touched = mess.spoil_rows(columns, 0.02, [mess.full_width("年度"), mess.short_name("单位")], rng)
    faults = [mess.misspelt("单位"), mess.replaced("等次", "良好", "待定"), mess.replaced("测评日期", f"{year}年底前")]
    if year >= BALLOTS_FROM:
        faults.append(mess.replaced("好票", 400))
    spare = set(range(len(rows))) - touched
    spare -= mess.each_once(columns, faults, rng, among=spare)
    for row in rng.choice(sorted(spare), UNMARKED.get(year, 0), replace=False):
        columns["总票数"][int(row)] += 1
    footer: list[Row] = [["合计", f"共{len(rows)}人"]]
    return Table(f"{year}年度党建述职评议考核结果（示例数据，编号、姓名均为虚构）", columns, footer=footer)


def write(
    folder: Path, episodes: Iterable[Episode], rng: np.random.Generator, followed_by: np.random.Generator
) -> list[Path]:
    """Writes one workbook with one sheet per year; returns its path. episodes: the whole ledger."""
    rows = appraisals(rng)
    followed = followed_up(rows, episodes, followed_by)
    sheets = {}
    for year in YEARS:
        of_year = (followed if year >= BALLOTS_FROM else rows).filter(pl.col("year") == year)
        sheets[f"{year}年"] = appraisal_table(of_year, year, rng)
    return [write_xlsx(folder / "示例数据_述评考结果.xlsx", sheets)]
