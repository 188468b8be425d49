"""An attacker who puts together all that the questions tell of a survey, and says what a hidden figure can be.

His unknowns are the answers of each year, unit and group, by division or not, apart by box (top, second, third, none):
a figure that is shown is a sum of them, on each basis. He knows which units were asked by which groups, and nothing
else. With `later`, a build after a small load, he knows too where answers came in, and that all others stayed.
"""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl
from scipy.optimize import linprog
from scipy.sparse import csr_array

import queries
from inference.complements import SMALLEST

BASES = ("top", "two", "three")
BOXES = ("b1", "b2", "b3", "b0")
FILTERS = {"units": "unit_id", "unit_class": "unit_class", "groups": "group"}
ASKED = {  # question → the column of the cells that its rows are about
    "satisfaction_trend": None,
    "satisfaction_by_unit": "unit_id",
    "satisfaction_by_group": "group",
    "satisfaction_by_class": "unit_class",
    "satisfaction_by_division": "division_code",
}
PART = "division_code"
OF_GROUPS = (("unit_id", "group"), ("unit_id",), ("unit_class", "group"), ("group",), ("unit_class",))
OF_PARTS = (("unit_id", PART), ("unit_class", PART), ("group", PART), (PART,))
NARROWEST = 3  # answers of room that a small figure of a unit by division has at least (etl.warehouse.suppression)
MOST_GUESSES = 40


@dataclass
class Attack:
    """cells: survey_year, unit_class, unit_id, group (and division_code, if `parts`), and the true counts by box; also
    of those that could have answers and have none. told: which cells a figure is the sum of → its counts by box."""

    build: Path | None
    years: tuple[int, ...]
    parts: bool = True
    item: str = "overall"
    later: Path | None = None
    cells: pl.DataFrame = field(init=False)
    told: dict[bytes, tuple[np.ndarray, tuple[int, ...]]] = field(default_factory=dict)
    numbers: int = 0

    def __post_init__(self) -> None:
        self.cells = _cells(self.build, self.years, self.parts, self.item)
        if self.later is not None:
            after = _cells(self.later, self.years, self.parts, self.item).rename({box: f"{box}_later" for box in BOXES})
            keys = [name for name in self.cells.columns if name not in BOXES]
            both = self.cells.join(after, keys, how="full", coalesce=True, nulls_equal=True).sort(keys)
            self.cells = both.with_columns((pl.selectors.integer() - pl.selectors.by_name("survey_year")).fill_null(0))
            self._know_where_it_stayed()

    def _know_where_it_stayed(self) -> None:
        """Outside of the units and groups that the load was about nothing came in."""
        changed = pl.any_horizontal(pl.col(box) != pl.col(f"{box}_later") for box in BOXES)
        stayed = self.cells.select(~changed.any().over("survey_year", "unit_id", "group")).to_series().to_numpy()
        nothing = np.concatenate([np.zeros_like(stayed), stayed])
        self.told[nothing.tobytes()] = (nothing, (0,) * len(BOXES))

    @property
    def _truth(self) -> np.ndarray:
        """Unknowns × boxes: the answers of each cell; after them, with `later`, those that came in with the load."""
        now = self.cells.select(BOXES).to_numpy()
        if self.later is None:
            return now
        then = self.cells.select(f"{box}_later" for box in BOXES).to_numpy()
        return np.concatenate([now, then - now])

    def listen(self, **chosen: list[str]) -> None:
        """Everything that the questions tell under these filters."""
        chosen = {name: codes for name, codes in chosen.items() if codes}
        self._listen_to(self.build, chosen, later=False)
        if self.later is not None:
            self._listen_to(self.later, chosen, later=True)

    def _listen_to(self, build: Path | None, chosen: dict, later: bool) -> None:
        own = np.ones(self.cells.height, dtype=bool)
        for name, codes in chosen.items():
            own &= self.cells[FILTERS[name]].is_in(codes).to_numpy()
        span = {"year_from": min(self.years), "year_to": max(self.years), "item": self.item}
        for question, column in ASKED.items():
            if column == PART and not self.parts:
                continue
            for row, boxes in _counted(question, build, **span, **chosen):
                mask = own & (self.cells["survey_year"] == row["year"]).to_numpy()
                if column is not None:
                    mask = mask & self.cells[column].eq_missing(row[column]).to_numpy()
                self.hear(mask, boxes, later)
        if len(self.years) > 1 and "units" not in chosen:
            self._listen_to_spans(build, own, chosen, later)
        if len(self.years) == 1:
            self._listen_to_derived(build, own, chosen, later)

    def _listen_to_spans(self, build: Path | None, own: np.ndarray, chosen: dict, later: bool) -> None:
        """Sums over years; of a unit only the years in which it is shown."""
        shown = {
            (row["year"], row["unit_id"])
            for row, _ in _counted("satisfaction_by_unit", build, item=self.item, **chosen)
        }
        for last in self.years:
            for span in queries.CHOICES["span"]:
                for row, boxes in _counted("unit_answers", build, year_to=last, span=span, item=self.item, **chosen):
                    years = [year for year in range(row["year_first"], last + 1) if (year, row["unit_id"]) in shown]
                    assert len(years) == row["years_n"]
                    if set(years) <= set(self.years):
                        of_years = self.cells["survey_year"].is_in(years) & (self.cells["unit_id"] == row["unit_id"])
                        self.hear(own & of_years.to_numpy(), boxes, later)

    def _listen_to_derived(self, build: Path | None, own: np.ndarray, chosen: dict, later: bool) -> None:
        """Answers behind the parts of a change and behind the weighted rate: each basis counts the same ones."""
        (year,) = self.years
        asked = {"year_from": year, "year_to": year, "item": self.item} | chosen
        for split_by, column in (("unit", "unit_id"), ("group", "group")):
            rest = own.copy()
            rows = queries.ask("satisfaction_decomposition", build, split_by=split_by, **asked)
            for row in rows.sort(pl.col("key") == "other").to_dicts():
                of_key = rest if row["key"] == "other" else own & (self.cells[column] == row["key"]).to_numpy()
                self.hear_sum(of_key, row["valid_n"], later)
                rest = rest & ~of_key
        for row in queries.ask("satisfaction_weighted", build, **asked).drop_nulls("valid_n").to_dicts():
            left_out = (row["unweighted"] or "").split(",")
            self.hear_sum(own & ~self.cells["group"].is_in(left_out).to_numpy(), row["valid_n"], later)

    def hear(self, mask: np.ndarray, boxes: list[int], later: bool = False) -> None:
        """A figure that is told with its boxes. What it is the sum of is checked first."""
        unknowns = self._unknowns(mask, later)
        assert tuple(boxes) == tuple(self._truth[unknowns].sum(axis=0)), "not the sum of what it says"
        self.numbers += len(boxes)
        self.told[unknowns.tobytes()] = (unknowns, tuple(boxes))

    def hear_sum(self, mask: np.ndarray, n: int, later: bool) -> None:
        """A figure that is told without its boxes; counted with them, so the attacker knows more than he is told."""
        self.numbers += 1
        boxes = self._truth[self._unknowns(mask, later)].sum(axis=0)
        assert n == boxes.sum()
        if mask.any():
            self.hear(mask, list(boxes), later)

    def _unknowns(self, mask: np.ndarray, later: bool) -> np.ndarray:
        if self.later is None:
            return mask
        return np.concatenate([mask, mask if later else np.zeros_like(mask)])

    def small(self, kinds: Iterable[tuple[str, ...]]) -> Iterator[tuple[dict, np.ndarray]]:
        """The small figures of these kinds, each of one year, and the unknowns that they are the sum of.

        came_in: how many of its answers came in with the load, which can't be kept from one who knows where they went.
        """
        builds = [BOXES] if self.later is None else [BOXES, tuple(f"{box}_later" for box in BOXES)]
        for later, boxes in enumerate(builds):
            for kind in kinds:
                keys = ["survey_year", *kind]
                counted = self.cells.group_by(keys, maintain_order=True).agg(n=pl.sum_horizontal(boxes).sum())
                for figure in counted.filter(pl.col("n").is_between(1, SMALLEST - 1)).to_dicts():
                    same = [self.cells[key].eq_missing(figure[key]).to_numpy() for key in keys]
                    unknowns = self._unknowns(np.logical_and.reduce(same), bool(later))
                    came_in = int(self._truth[self.cells.height :][unknowns[self.cells.height :]].sum())
                    yield figure | {"came_in": came_in}, unknowns

    def found(self, asked: list[tuple[dict, np.ndarray]]) -> list[tuple[dict, float, float]]:
        """Those of the small figures that the rule forbids to know, with the least and most that they can be."""
        if not asked or not self.told:  # of a town of which nothing is told nothing is known
            return []
        masks = csr_array(np.array([mask for _, mask in asked], dtype=float))
        sides = csr_array(np.array([mask for mask, _ in self.told.values()], dtype=float))
        sums = np.array([boxes for _, boxes in self.told.values()], dtype=float)
        low, high = self._guessed(masks, sides, sums)
        found = []
        for at, (figure, mask) in enumerate(asked):
            if not _is_free(figure, low[at].sum(), high[at].sum()):
                for box in range(len(BOXES)):
                    low[at, box] = _end(mask, sides, sums[:, box], 1)
                    high[at, box] = _end(mask, sides, sums[:, box], -1)
                if not _is_free(figure, low[at].sum(), high[at].sum()):
                    found.append((figure, float(low[at].sum()), float(high[at].sum())))
        return found

    def _guessed(self, masks: csr_array, sides: csr_array, sums: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Figures × boxes: the least and most that they are in some towns that could have sent the same figures. This
        spares most of them their own linear programmes."""
        low = masks @ self._truth
        high = low.copy()
        dice = np.random.default_rng(5)
        for _ in range(min(MOST_GUESSES, 4 + masks.shape[0] // 5)):
            aims = dice.choice([-1.0, 1.0], size=masks.shape[0]) @ masks
            for box in range(len(BOXES)):
                town = linprog(aims, A_eq=sides, b_eq=sums[:, box], bounds=(0, self._most), method="highs")
                assert town.status == 0, town.message
                seen = masks @ town.x
                low[:, box], high[:, box] = np.minimum(low[:, box], seen), np.maximum(high[:, box], seen)
        return low, high

    @property
    def _most(self) -> float:
        return float(self._truth.sum())


def _is_free(figure: dict, least: float, most: float) -> bool:
    if "unit_id" in figure and PART in figure:
        return most - least >= NARROWEST - 1e-6
    return least <= figure["came_in"] + 1e-6 and most >= SMALLEST - 1e-6


def _end(mask: np.ndarray, sides: csr_array, sums: np.ndarray, sign: int) -> float:
    end = linprog(sign * mask.astype(float), A_eq=sides, b_eq=sums, bounds=(0, float(sums.sum())), method="highs")
    assert end.status == 0, end.message
    return float(sign * end.fun)


def _counted(question: str, build: Path | None, **asked: object) -> Iterator[tuple[dict, list[int]]]:
    """The rows of a question that are shown, and how many gave each box: bases less one another."""
    rows = [queries.ask(question, build, basis=basis, **asked).drop_nulls("valid_n") for basis in BASES]
    assert len({each.height for each in rows}) == 1
    for top, two, three in zip(*(each.iter_rows(named=True) for each in rows), strict=True):
        reached = [top["satisfied_n"], two["satisfied_n"], three["satisfied_n"], three["valid_n"]]
        yield three, [reached[0], *(more - less for less, more in itertools.pairwise(reached))]


def _cells(build: Path | None, years: tuple[int, ...], parts: bool, item: str) -> pl.DataFrame:
    where = "headline" if item == "overall" else f"item = '{item}'"
    sql = f"""
        select
            survey_year, unit.unit_class, answer.current_unit_id as unit_id, "group",
            {"division_code," if parts else ""}
            sum(n) filter (box = 1) as b1, sum(n) filter (box = 2) as b2, sum(n) filter (box = 3) as b3,
            sum(n) filter (coalesce(box, 9) > 3) as b0
        from survey_answer as answer
        left join unit on unit.unit_id = answer.current_unit_id
        where {where} and class = 'valid' and survey_year in {tuple(years) if len(years) > 1 else f"({years[0]})"}
        group by all having sum(n) > 0 order by all"""
    with queries.connect(build) as cursor:
        known = cursor.sql(sql).pl()
    keys = [name for name in known.columns if name not in BOXES]
    every = known.select(name for name in keys if name != PART).unique(maintain_order=True)
    if parts:
        every = every.join(known.select("survey_year", PART).unique(maintain_order=True), on="survey_year")
    every = every.select(keys).join(known, keys, how="left", nulls_equal=True)
    return every.with_columns(pl.col(BOXES).fill_null(0).cast(pl.Int64)).sort(keys)
