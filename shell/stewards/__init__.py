"""What the stewards' pages place: intake, batches and builds, data quality, trace.

Called by pages/stewards only. The one room besides etl itself that calls etl's public functions: frames come from
there, and from questions through shell.session; nothing is computed from a published figure here.
"""
