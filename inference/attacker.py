"""What can be worked back from published sums: the least and the most that a hidden figure can be."""

import numpy as np
from scipy.sparse import csr_array


def limits(published: np.ndarray, sums: np.ndarray, asked: np.ndarray) -> list[tuple[float, float]]:
    """(least, most) of each asked sum of cells that are not negative, one linear programme an end.

    published: one row a published figure, true for the cells it is the sum of; sums: its values; asked: rows of the
    same kind. Most is infinite where nothing bounds it. ValueError when no cells have such sums.
    """
    sides = csr_array(published.astype(float))
    return [(_end(row, sides, sums, 1), _end(row, sides, sums, -1)) for row in asked.astype(float)]


def _end(row: np.ndarray, sides: csr_array, sums: np.ndarray, sign: int) -> float:
    from scipy.optimize import linprog  # imported where it is needed: no build without small figures asks for it

    found = linprog(sign * row, A_eq=sides, b_eq=sums, bounds=(0, None), method="highs")
    if found.status == 3:
        return float(-sign * np.inf)
    if found.status != 0:
        raise ValueError(found.message)
    return float(sign * found.fun)
