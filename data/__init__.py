"""`reference`: codes, scales, targets, weights and rules by year, as rows with their source. `demo`: the maker of the
demonstration workbooks.

etl and queries read `reference` as files; only the command `etl demo` calls `demo`. No result of a real unit is here.
"""
