"""The parts of the stewards' pages: intake, batches and builds, data quality, trace, and the card of noted events.

Called by pages/stewards, the card also by pages/analysts/trends. This is the only package except etl itself that calls
etl's public functions. Frames come from there, and from questions through shell.session. Nothing is
computed here from a published figure.
"""
