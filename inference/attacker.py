"""What can be worked back from published sums: the least and the most that a hidden figure can be."""

import numpy as np


def limits(published: np.ndarray, sums: np.ndarray, asked: np.ndarray) -> list[tuple[float, float]]:
    """(least, most) of each asked sum of cells that are not negative, one linear programme an end.

    published: one row a published figure, true for the cells it is the sum of; sums: its values; asked: rows of the
    same kind. Most is infinite where nothing bounds it. ValueError when no cells have such sums.
    """
    from scipy.optimize import linprog  # imported here: builds without small figures do without it
    from scipy.sparse import csr_array

    sides = csr_array(published.astype(float))

    def end(row: np.ndarray, sign: int) -> float:
        found = linprog(sign * row, A_eq=sides, b_eq=sums, bounds=(0, None), method="highs")
        if found.status == 3:
            return float(-sign * np.inf)
        if found.status != 0:
            raise ValueError(found.message)
        return float(sign * found.fun)

    return [(end(row, 1), end(row, -1)) for row in asked.astype(float)]
