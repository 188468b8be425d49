"""What an attacker can infer from published sums: the least and the greatest possible value of a hidden figure."""

import numpy as np


def limits(published: np.ndarray, sums: np.ndarray, asked: np.ndarray) -> list[tuple[float, float]]:
    """(least, most) for each row of `asked`, a sum of non-negative cells; each limit is one linear programme.

    published: one row per published figure, true for the cells that it sums. sums: the values of the published figures.
    asked: rows in the form of `published`. most is infinite where the figure is unbounded. Raises ValueError when no
    cells have these sums.
    """
    from scipy.optimize import linprog  # imported here: builds without small figures do not need it
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
