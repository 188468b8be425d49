"""Columns that every row of every dataset has."""

import dataframely as dy


class Sourced(dy.Schema):
    """The sheet and row of the source file."""

    source_sheet = dy.String()  # "" for a file without sheets
    source_row = dy.UInt32(min=1)  # spreadsheet row number
