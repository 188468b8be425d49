"""Batches and builds: aggregation, checks, suppression, revisions, rollback, events, tracing.

Called by etl.api, etl.watch and the command line. Files are read by etl.intake.
"""
