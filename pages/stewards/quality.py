"""Stewards: coverage of the data, quality findings, rejected rows and what they could change."""

from shell import selection, show
from shell.stewards.quality import coverage, findings, rejected

RECONCILED = ("year", "index", "given_n", "computed_n", "compared_n", "differing_n", "greatest_difference")
RANGES = ("headline_figure", "year", "rejected_n", "value", "low", "high", "remark")

coverage()
findings()
show("index_reconciliation", selection(), columns=RECONCILED, first=4)
show("rejected_ranges", selection(), columns=RANGES, first=5)
rejected()
