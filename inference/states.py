"""Where things stand that may come back: the shares in each state, with those that are still watched counted in.

Source: Aalen & Johansen (1978), the product of each day's transitions; as survfit with several states of R's survival.
"""

import numpy as np
import polars as pl

STATES = ("open_share", "closed_share", "withdrawn_share")
START = dict(zip(STATES, (1.0, 0.0, 0.0), strict=True))


def with_states(days: pl.DataFrame) -> pl.DataFrame:
    """Adds open_share, closed_share and withdrawn_share (0–1, together 1) after each day; everything begins open.

    days: one row a group and day, sorted by day inside its group, with closed_n and open_n (how many were in the state
    just before), reopened of the closed, closed and withdrawn of the open. Re-opening comes first within a day.
    """
    shares = np.empty((days.height, len(STATES)))
    groups = days["group"].to_list()
    counts = days.select("closed_n", "reopened", "open_n", "closed", "withdrawn").to_numpy().astype(float)
    for row, (closed_n, reopened, open_n, closed, withdrawn) in enumerate(counts):
        begins = row == 0 or groups[row] != groups[row - 1]
        is_open, is_closed, is_gone = START.values() if begins else shares[row - 1]
        again = is_closed * reopened / max(closed_n, 1)
        is_open, is_closed = is_open + again, is_closed - again
        done, gone = (is_open * n / max(open_n, 1) for n in (closed, withdrawn))
        shares[row] = is_open - done - gone, is_closed + done, is_gone + gone
    return days.with_columns(pl.Series(name, values) for name, values in zip(STATES, shares.T, strict=True))
