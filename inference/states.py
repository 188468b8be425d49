"""Shares of items in each state when closed items may be re-opened and some items are right-censored.

Source: Aalen & Johansen (1978), the product of each day's transitions; as survfit with several states of R's survival.
"""

import numpy as np
import polars as pl

STATES = ("open_share", "closed_share", "withdrawn_share")
START = dict(zip(STATES, (1.0, 0.0, 0.0), strict=True))


def with_states(days: pl.DataFrame) -> pl.DataFrame:
    """Adds open_share, closed_share and withdrawn_share (0–1, sum 1) after each day; all items are open at first.

    days: one row per group and day, sorted by day inside the group, with closed_n and open_n (items in the state just
    before), reopened (of the closed), closed and withdrawn (of the open). Within a day re-opening comes first.
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
