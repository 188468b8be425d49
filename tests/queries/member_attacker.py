"""An attacker who puts together what the questions tell of members, and says which sums of few of them follow.

His unknowns are sums over the members of a unit; every figure that is told is a sum of them. A small figure is given
away if it is a sum of told figures, some of them subtracted. He knows which of his unknowns are sums over nobody.
"""

from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import numpy as np
import polars as pl

import queries
from inference.complements import SMALLEST

CHANGE_PARTS = ("stayed_before", "stayed", "joined", "left")


@dataclass
class Attack:
    """unknowns: unit_id, unit_class, part, value (the sum), n (over how many members); those of nobody are left out.
    rows: what is told, each as the factors of the unknowns."""

    unknowns: pl.DataFrame
    rows: list[np.ndarray] = field(default_factory=list)

    def mask(self, units: list[str], unit_class: list[str], factors: dict[str, float]) -> np.ndarray:
        """The factors of the unknowns in a sum over a choice."""
        chosen = np.ones(self.unknowns.height, dtype=bool)
        for column, codes in (("unit_id", units), ("unit_class", unit_class)):
            chosen &= self.unknowns[column].is_in(codes).to_numpy() if codes else True
        of_part = self.unknowns["part"].replace_strict(factors, default=0.0, return_dtype=pl.Float64)
        return of_part.to_numpy() * chosen

    def hear(self, row: np.ndarray, value: float) -> None:
        """A sum that is told. It must be the sum of what it says."""
        assert abs(row @ self.unknowns["value"].to_numpy() - value) < 1e-6, "not the sum of what it says"
        self.rows.append(row)

    def found(self, asked: dict[str, np.ndarray]) -> list[str]:
        """Those of the sums that follow from what is told."""
        _, sizes, directions = np.linalg.svd(np.array(self.rows), full_matrices=False)
        known = directions[sizes > 1e-9 * sizes[0]]
        return [name for name, row in asked.items() if row.any() and np.allclose(row @ known.T @ known, row, atol=1e-7)]


def choices(unknowns: pl.DataFrame) -> list[dict[str, list[str]]]:
    """The city, each class and unit, and pairs of units of a class that follow each other."""
    classes = unknowns["unit_class"].drop_nulls().unique().sort().to_list()
    units = unknowns.select("unit_class", "unit_id").unique().sort(pl.all())
    alone = units["unit_id"].to_list()
    pairs = [
        {"units": list(two)} for one in units.partition_by("unit_class") for two in combinations(one["unit_id"][:4], 2)
    ]
    return [{}, *({"unit_class": [code]} for code in classes), *({"units": [code]} for code in alone), *pairs]


def of_changes(build: Path | None, index: str, year: int) -> tuple[Attack, dict[str, np.ndarray]]:
    """The attack on the change of an index of members on the year before, and the small figures: the sums of few who
    joined or left, and the difference of both."""
    sql = """
        with member as (
            select survey_year as year, current_unit_id as unit_id, subject_id, rule_set, avg(score) as score
            from index_score
            where "index" = $index and subject_grain = 'member' and survey_year in ($year, $year - 1) group by all
        ), course as (
            select coalesce(now.unit_id, old.unit_id) as unit_id, now.score as score, old.score as before
            from (from member where year = $year) as now
            full join (from member where year = $year - 1) as old
                on old.unit_id = now.unit_id and old.subject_id = now.subject_id
                and old.rule_set is not distinct from now.rule_set
        ), part as (
            select unit_id, unnest(case when before is null then ['joined'] when score is null then ['left']
                else ['stayed_before', 'stayed'] end) as part,
                unnest(case when before is null then [score] when score is null then [before]
                else [before, score] end) as value
            from course
        )
        select unit_id, unit_class, part, sum(value) as value, count(*) as n
        from part left join unit using (unit_id) group by all order by all"""
    with queries.connect(build) as cursor:
        unknowns = cursor.sql(sql, params={"index": index, "year": year}).pl()
    attack = Attack(unknowns)
    own, old = {"stayed": 1.0, "joined": 1.0}, {"stayed_before": 1.0, "left": 1.0}
    change = {"stayed": 1.0, "stayed_before": -1.0}
    for chosen in choices(unknowns):
        units, classes = chosen.get("units", []), chosen.get("unit_class", [])
        asked = {"year_from": year - 1, "year_to": year, "index": [index], **chosen}
        told = queries.ask("index_trend", build, **asked).rename({"mean": "score"}).with_columns(unit_id=None)
        for row in told.to_dicts():
            _hear_change(attack, row, year, (units, classes), (own, old, change))
    for row in queries.ask("index_by_unit", build, year_from=year - 1, year_to=year, index=[index]).to_dicts():
        _hear_change(attack, row, year, ([row["unit_id"]], []), (own, old, change))
    few = unknowns.filter(pl.col("part").is_in(["joined", "left"]), pl.col("n") < SMALLEST)
    small = {
        f"{unit} {part}": attack.mask([unit], [], {part: 1.0}) for unit, part in few.select("unit_id", "part").rows()
    }
    small |= {
        f"{unit} joined less left": attack.mask([unit], [], {"joined": 1.0, "left": -1.0})
        for unit in few["unit_id"].unique()
    }
    return attack, small


def _hear_change(attack: Attack, row: dict, year: int, choice: tuple, factors: tuple) -> None:
    own, old, change = (attack.mask(*choice, each) for each in factors)
    if row["score"] is not None:
        attack.hear(own if row["year"] == year else old, row["score"] * row["subjects_n"])
    if row["year"] == year and row["change"] is not None:
        attack.hear(change, row["change"] * row["pairs_n"])


def of_points(build: Path | None, year: int, column: str) -> tuple[Attack, dict[str, np.ndarray]]:
    """The attack on the entries of the points ledgers (column: entries_n or points), and the small figures: entries of
    few members, and what few of them lost. Of points he knows too the sum of each unit's scores and bases."""
    sql = """
        with home as (
            select year, member_id, current_unit_id as unit_id from member_points where year = $year
            qualify row_number() over (partition by member_id order by entry_on desc nulls last, entry_no desc) = 1
        ), entry as (
            select home.unit_id, member_id, kind, coalesce(aspect, 'none') as aspect, abs(points) as points,
                1 as entries_n
            from member_points inner join home using (year, member_id) where kind <> 'base'
        ), lost as (
            select home.unit_id, home.member_id, 80 - any_value(computed)
                + sum(case kind when 'plus' then points when 'minus' then -points else 0 end) as value
            from home
            inner join index_reconciled as scored on scored."index" = 'pioneer' and scored.year = $year
                and scored.subject_id = home.member_id
            left join entry on entry.member_id = home.member_id group by all having value > 1e-6
        ), part as (
            select unit_id, concat(kind, ' ', aspect) as part, {column} as value, member_id from entry
            where {keep} union all select unit_id, 'lost', value, member_id from lost where {keep_lost}
        )
        select unit_id, unit_class, part, sum(value)::double as value, count(distinct member_id) as n
        from part left join unit using (unit_id) group by all order by all"""
    points = column == "points"
    sql = sql.format(column=column, keep="kind <> 'zeroing'" if points else "true", keep_lost=str(points).lower())
    with queries.connect(build) as cursor:
        unknowns = cursor.sql(sql, params={"year": year}).pl()
    attack = Attack(unknowns)
    parts = unknowns["part"].unique().to_list()
    minus = [part for part in parts if part.startswith("minus")]
    for chosen in choices(unknowns):
        rows = queries.ask("member_points_items", build, year_from=year, year_to=year, **chosen)
        for row in rows.drop_nulls(column).to_dicts():
            named = {f"{row['points_kind']} {row['points_aspect']}"}
            if row["points_aspect"] == "merged":
                apart = {f"{kind} {aspect}" for kind, aspect in rows.select("points_kind", "points_aspect").rows()}
                named = {part for part in parts if part.startswith(f"{row['points_kind']} ")} - apart
            mask = attack.mask(chosen.get("units", []), chosen.get("unit_class", []), dict.fromkeys(named, 1.0))
            attack.hear(mask, row[column])
    scores = {part: -1.0 if part in (*minus, "lost") else 1.0 for part in parts}
    for unit in unknowns["unit_id"].unique() if points else []:
        mask = attack.mask([unit], [], scores)
        attack.hear(mask, float(mask @ unknowns["value"].to_numpy()))
    few = unknowns.filter(pl.col("n") < SMALLEST)
    small = {
        f"{unit} {part}": attack.mask([unit], [], {part: 1.0}) for unit, part in few.select("unit_id", "part").rows()
    }
    return attack, small
