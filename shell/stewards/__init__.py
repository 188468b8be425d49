"""The parts of the stewards' pages: intake, batches and builds, data quality, trace.

Called by pages/stewards only. This is the only package except etl itself that calls etl's public functions. Frames come
from there, and from questions through shell.session. Nothing is computed here from a published figure.
"""
