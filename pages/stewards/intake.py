"""Stewards: upload and check workbooks, see how they were read and what would change, publish, return the faults."""

from shell.stewards.intake import choose, result

choose()
result()
