"""Analysts: Party-building and business results of units: do they go together, and in which direction do they move?"""

from shell import selection, show, show_rows, units_switch

COLUMNS = ("unit", "formula", "d", "band", "gap", "quadrant", "d_lower", "d_upper", "u1", "u2", "c", "t",
           "u1_missing", "u2_missing")  # fmt: skip

chosen = selection()
show("linkage", chosen)
units_switch("coupling")
show("coupling", selection("units_shown"))
show_rows("coupling", selection("units_shown"), COLUMNS)
