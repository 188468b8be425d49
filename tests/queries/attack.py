"""An attacker who puts together all that the questions tell of a survey's year, and says what a hidden figure can be.

His unknowns are the answers of each unit, group and division, apart by box (top, second, third, none): a figure that is
shown is a sum of them, on each basis. He knows which units were asked by which groups, and nothing else.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl

import queries
from inference.attacker import limits
from inference.suppression import SMALLEST

BASES = ("top", "two", "three")
FILTERS = {"units": "unit_id", "unit_class": "unit_class", "groups": "group"}
# Question → the column of the cells that its rows are about.
ASKED = {
    "satisfaction_trend": None,
    "satisfaction_by_unit": "unit_id",
    "satisfaction_by_group": "group",
    "satisfaction_by_division": "division_code",
}
KINDS = (("unit_id", "group"), ("unit_id",), ("unit_class", "group"), ("group",), ("unit_class",))
BY_DIVISION = (("unit_id", "division_code"), ("unit_class", "division_code"), ("group", "division_code"))


@dataclass
class Attack:
    """cells: unit_class, unit_id, group, division_code, and the true counts by box (b1, b2, b3, b0); also of those that
    could have answers and have none. told: which cells a figure is the sum of → its counts by box."""

    build: Path | None
    year: int
    item: str = "overall"
    cells: pl.DataFrame = field(init=False)
    told: dict[bytes, tuple[np.ndarray, list[int]]] = field(default_factory=dict)
    numbers: int = 0

    def __post_init__(self) -> None:
        self.cells = _cells(self.build, self.year, self.item)

    def listen(self, **chosen: list[str]) -> None:
        """Everything that the questions tell under these filters."""
        chosen = {name: codes for name, codes in chosen.items() if codes}
        own = np.ones(self.cells.height, dtype=bool)
        for name, codes in chosen.items():
            own &= self.cells[FILTERS[name]].is_in(codes).to_numpy()
        for question, column in ASKED.items():
            rows = [
                queries.ask(question, self.build, year_from=self.year, year_to=self.year, basis=basis, item=self.item,
                            **chosen).drop_nulls("valid_n")
                for basis in BASES
            ]  # fmt: skip
            for at, row in enumerate(rows[-1].to_dicts()):
                mask = own if column is None else own & self.cells[column].eq_missing(row[column]).to_numpy()
                boxes = [one["satisfied_n"][at] for one in rows]
                self.hear(mask, [boxes[0], boxes[1] - boxes[0], boxes[2] - boxes[1], row["valid_n"] - boxes[2]])

    def hear(self, mask: np.ndarray, counts: list[int]) -> None:
        assert tuple(counts) == self.cells.filter(mask).select("b1", "b2", "b3", "b0").sum().row(0), (
            "not what it says it is"
        )
        self.numbers += len(counts)
        self.told[mask.tobytes()] = (mask, counts)

    def narrowed(
        self, kinds: Iterable[tuple[str, ...]] = (*KINDS, *BY_DIVISION)
    ) -> Iterator[tuple[dict, float, float]]:
        """Small figures of these kinds that can't be 0 or can't be SMALLEST, with the least and most that they can."""
        asked = [(figure, mask) for kind in kinds for figure, mask in self.small(kind)]
        masks = np.array([mask for _, mask in asked])
        if not asked:
            return
        published = np.array([mask for mask, _ in self.told.values()])
        counts = np.array([counts for _, counts in self.told.values()])
        ends = np.array([limits(published, counts[:, at], masks) for at in range(4)]).sum(axis=0)
        for (figure, _), (least, most) in zip(asked, ends, strict=True):
            if least > 1e-6 or most < SMALLEST - 1e-6:
                yield figure, float(least), float(most)

    def small(self, kind: tuple[str, ...]) -> Iterator[tuple[dict, np.ndarray]]:
        """The small figures of a kind, and the cells of each."""
        counted = self.cells.group_by(kind, maintain_order=True).agg(n=pl.sum_horizontal("b1", "b2", "b3", "b0").sum())
        for figure in counted.filter(pl.col("n").is_between(1, SMALLEST - 1)).to_dicts():
            same = [self.cells[key].eq_missing(figure[key]).to_numpy() for key in kind]
            yield figure, np.logical_and.reduce(same)


def _cells(build: Path | None, year: int, item: str) -> pl.DataFrame:
    where = "headline" if item == "overall" else f"item = '{item}'"
    sql = f"""
        select unit.unit_class, answer.current_unit_id as unit_id, "group", division_code,
            sum(n) filter (box = 1) as b1, sum(n) filter (box = 2) as b2, sum(n) filter (box = 3) as b3,
            sum(n) filter (coalesce(box, 9) > 3) as b0
        from survey_answer as answer
        left join unit on unit.unit_id = answer.current_unit_id
        where {where} and class = 'valid' and survey_year = ?
        group by all having sum(n) > 0 order by all"""
    with queries.connect(build) as cursor:
        known = cursor.sql(sql, params=[year]).pl()
    asked = known.select("unit_class", "unit_id", "group").unique(maintain_order=True)
    places = known.select("division_code").unique(maintain_order=True)
    keys = ["unit_class", "unit_id", "group", "division_code"]
    every = asked.join(places, how="cross").join(known, keys, how="left", nulls_equal=True)
    return every.with_columns(pl.col("b1", "b2", "b3", "b0").fill_null(0).cast(pl.Int64)).sort(keys)
