"""The rectification ledger (整改台账): rounds of problems, their deadlines, closures, withdrawals and relapses."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import polars as pl

from data.demo import units
from data.demo.units import HERE, Traits

AS_OF = date(2025, 12, 31)
OPEN_AT_AS_OF = 300
PER_ROUND = 173
# In 2025 the rounds are larger and closing is slower, so that the product has a backlog to show.
BUSY_YEAR, BUSY_ROUND, BUSY_SLOWNESS = 2025, 280, 1.35
# Round 1 = second half of 2017, then two rounds a year: (round, year, half).
ROUNDS = [(2 * (year - 2017) + half - 1, year, half) for year in range(2017, 2026) for half in (1, 2)][1:]
SOURCES = {"灯下黑督查": 0.42, "述评考": 0.16, "社会评议": 0.18, "巡察": 0.10, "好差评": 0.06, "12345热线": 0.08}
CLASS_LOAD = {"service_heavy": 1.4, "service_light": 0.9, "party_mass": 0.8, "consulted_only": 0.5}


@dataclass(frozen=True)
class Episode:
    """One row of the ledger: the first episode of an item (episode 1), or a later one after a relapse."""

    source: str
    round_no: int
    problem_id: str
    episode: int
    unit_id: str
    unit: str
    kind: int  # row of rectification.csv
    found_on: date
    due_on: date | None
    due_text: str | None
    extended_to: date | None = None
    immediate: bool = False
    long_term: bool = False
    done_on: date | None = None
    close_requested_on: date | None = None
    closed_on: date | None = None
    withdrawn_on: date | None = None
    look_back_on: date | None = None
    look_back_result: str | None = None

    @property
    def is_open(self) -> bool:
        return self.closed_on is None and self.withdrawn_on is None


def month_end(day: date) -> date:
    """The last day of the month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _deadline(found_on: date, rng: np.random.Generator) -> dict:
    """The deadline as a date and as text: mostly three months (集中整改), in the words that clerks use."""
    way = rng.random()
    day = found_on + timedelta(days=int(rng.choice([60, 90, 90, 120])))
    if way < 0.08:
        return {"due_on": None, "due_text": "立行立改", "immediate": True}
    if way < 0.12:
        return {"due_on": None, "due_text": "长期坚持", "long_term": True}
    if way < 0.40:
        day = month_end(day)
        return {"due_on": day, "due_text": f"{day.year}年{day.month}月底前"}
    if way < 0.44:
        day = date(found_on.year, 12, 31) if found_on.month < 11 else date(found_on.year + 1, 3, 31)
        return {"due_on": day, "due_text": "年底前" if day.month == 12 else f"{day.year}年3月底前"}
    if way < 0.52:
        return {"due_on": day, "due_text": f"{day.year}.{day.month}.{day.day}"}
    if way < 0.56:
        return {"due_on": day, "due_text": day.strftime("%Y%m%d")}
    if way < 0.60:
        day = month_end(day)
        return {"due_on": day, "due_text": f"{day.month}月底前"}
    if way < 0.64:
        return {"due_on": day, "due_text": f"{day.year}年{day.month}月{day.day}日"}
    return {"due_on": day, "due_text": day.isoformat()}


def _closing(episode: Episode, slowness: float, rng: np.random.Generator) -> Episode:
    """Simulates the item: work, closure request, acceptance. Events after the as-of date are left empty."""
    allowed = (episode.due_on or episode.found_on + timedelta(days=45)) - episode.found_on
    days = int(np.ceil(allowed.days * 0.84 * slowness * rng.weibull(1.9)))
    if rng.random() < 0.085:
        days += int(rng.integers(200, 1600))  # every ledger has a few very late items
    if episode.due_on and 0 < days - allowed.days < 25 and rng.random() < 0.6:
        days = allowed.days - int(rng.integers(0, 4))  # many items are closed just before the deadline
    if episode.unit_id == units.CLOSES_ON_DEADLINE and episode.due_on:
        days = allowed.days
    closed_on = episode.found_on + timedelta(days=max(days, 0))
    extended_to = None
    if episode.due_on and episode.due_on < min(closed_on, AS_OF) and rng.random() < 0.5:
        extended_to = month_end(episode.due_on + timedelta(days=int(rng.choice([30, 60, 90]))))
    if rng.random() < 0.025:
        withdrawn_on = episode.found_on + timedelta(days=int(rng.integers(15, 90)))
        return replace(episode, withdrawn_on=withdrawn_on if withdrawn_on <= AS_OF else None)
    wait = min(int(rng.integers(0, 12)), days)
    requested = closed_on - timedelta(days=wait)
    done = closed_on - timedelta(days=min(wait + int(rng.integers(0, 6)), days))
    return replace(
        episode,
        extended_to=extended_to,
        closed_on=closed_on if closed_on <= AS_OF else None,
        close_requested_on=requested if requested <= AS_OF else None,
        done_on=done if done <= AS_OF else None,
    )


def _looked_back(episode: Episode, slowness: float, rng: np.random.Generator) -> list[Episode]:
    """One third of the closed items have a look-back; one seventh of these have relapsed and get a new episode."""
    if episode.closed_on is None or rng.random() > 0.34:
        return [episode]
    checked_on = episode.closed_on + timedelta(days=int(rng.integers(60, 200)))
    if checked_on > AS_OF:
        return [episode]
    relapsed = rng.random() < 0.14
    checked = replace(
        episode, look_back_on=checked_on, look_back_result="反弹" if relapsed else str(rng.choice(["好", "较好"]))
    )
    if not relapsed:
        return [checked]
    due_on = month_end(checked_on + timedelta(days=60))
    again = Episode(
        episode.source, episode.round_no, episode.problem_id, 2, episode.unit_id, episode.unit, episode.kind,
        checked_on, due_on, f"{due_on.year}年{due_on.month}月底前",
    )  # fmt: skip
    return [checked, _closing(again, slowness, rng)]


def _with_open_count(episodes: list[Episode], wanted: int) -> list[Episode]:
    """Sets the exact number of open items at the as-of date by changing the items nearest to closure."""
    latest = {(e.source, e.round_no, e.problem_id): at for at, e in enumerate(episodes)}
    settled = list(episodes)
    still_open = [at for at in latest.values() if episodes[at].is_open]
    if len(still_open) > wanted:
        oldest = sorted(still_open, key=lambda at: (episodes[at].found_on, at))
        for at in oldest[: len(still_open) - wanted]:
            done = settled[at].found_on + (AS_OF - settled[at].found_on) * 0.8
            settled[at] = replace(settled[at], done_on=done, close_requested_on=done, closed_on=done)
    else:
        closed = [
            at for at in latest.values() if episodes[at].closed_on and episodes[at].unit_id != units.CLOSES_ON_DEADLINE
        ]
        newest = sorted(closed, key=lambda at: (episodes[at].closed_on, at), reverse=True)
        for at in newest[: wanted - len(still_open)]:
            settled[at] = replace(settled[at], closed_on=None, look_back_on=None, look_back_result=None)
    return settled


def episodes(traits: Traits, rng: np.random.Generator) -> list[Episode]:
    """All episodes of all rounds, in the order of the ledgers."""
    kinds = pl.read_csv(HERE / "rectification.csv")
    found: list[Episode] = []
    for round_no, year, half in ROUNDS:
        first = date(year, 3, 1) if half == 1 else date(year, 9, 1)
        names = units.names_on(first)
        inspected = units.working_in(2025).filter(pl.col("unit_id").is_in(list(names)))
        load = inspected["unit_class"].replace_strict(CLASS_LOAD, return_dtype=pl.Float64).to_numpy()
        load = load * np.where(inspected["unit_id"] == units.CLOSES_ON_DEADLINE, 1.6, 1.0)
        for serial in range(1, int(rng.poisson(BUSY_ROUND if year == BUSY_YEAR else PER_ROUND)) + 1):
            unit_id = str(rng.choice(inspected["unit_id"].to_list(), p=load / load.sum()))
            found_on = first + timedelta(days=int(rng.integers(0, 92)))
            item = Episode(
                source=str(rng.choice(list(SOURCES), p=list(SOURCES.values()))),
                round_no=round_no,
                problem_id=f"{year}{half}-{serial:03d}",
                episode=1,
                unit_id=unit_id,
                unit=names[unit_id],
                kind=int(rng.choice(len(kinds), p=kinds["share"].to_numpy())),
                found_on=found_on,
                **_deadline(found_on, rng),
            )
            slowness = traits.slowness[unit_id] * (BUSY_SLOWNESS if year == BUSY_YEAR else 1.0)
            found += _looked_back(_closing(item, slowness, rng), slowness, rng)
    return _with_open_count(found, OPEN_AT_AS_OF)


def status_word(episode: Episode, rng: np.random.Generator) -> str:
    """The clerk's word in 当前状态; never 逾期, which is computed."""
    if episode.withdrawn_on:
        return "已撤销"
    if episode.closed_on:
        return str(rng.choice(["已整改销号", "已销号"]))
    if episode.close_requested_on:
        return "申请销号"
    if episode.done_on:
        return "整改完成"
    if episode.extended_to:
        return str(rng.choice(["已延期", "延期后再进行"]))
    if episode.long_term:
        return "长期坚持"
    if episode.episode > 1:
        return str(rng.choice(["二次整改", "重新交办"]))
    return str(rng.choice(["进行中", "正在整改", "基本完成", "达到序时进度"], p=[0.4, 0.3, 0.2, 0.1]))
