"""Stewards: coverage of the data, quality findings and rejected rows."""

from shell import selection, show
from shell.stewards.quality import coverage, findings, rejected

RECONCILED = ("year", "index", "given_n", "computed_n", "compared_n", "differing_n", "greatest_difference")

coverage()
findings()
show("index_reconciliation", selection(), columns=RECONCILED)
rejected()
