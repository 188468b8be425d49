"""Engines: the heavy step, answers to cells, on a database that is there already: DuckDB, Spark Connect, ClickHouse.

Called by `python -m etl aggregate` (`etl.aggregate`) and by `python -m etl trace --remote`. The statements are the SQL
files of etl/warehouse/models, written once in DuckDB's dialect; `statements` puts them together and translates them.
What leaves an engine: words, cells, counts, and a sample of rejected rows; never an answered form.
"""
