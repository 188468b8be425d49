"""What every row of every dataset has."""

import dataframely as dy


class Sourced(dy.Schema):
    """Every row knows where it was written."""

    source_sheet = dy.String()  # empty for a file without sheets
    source_row = dy.UInt32(min=1)  # as the reader's spreadsheet counts, the header included
