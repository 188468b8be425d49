"""Analysts: Party-building and business results of units: do they go together, and in which direction do they move?"""

from shell import selection, show, show_rows

COLUMNS = ("year", "unit", "unit_class", "formula", "u1", "u2", "gap", "quadrant", "c", "t", "d", "d_lower", "d_upper",
           "band", "u1_missing", "u2_missing")  # fmt: skip

chosen = selection()
show("linkage", chosen)
show("coupling", chosen)
show_rows("coupling", chosen, COLUMNS)
