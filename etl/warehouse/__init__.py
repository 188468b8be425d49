"""Batches, builds and all that is told of them: aggregation, checks, suppression, revisions, rollback, events, tracing.

Called by etl's own front (`api`, `watch`, the command line). It reads no workbook by itself: intake does.
"""
