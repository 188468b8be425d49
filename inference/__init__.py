"""Statistics that SQL has no closed form for, on the few hundred aggregated rows that a question returns.

Called by exhibits, and by etl.warehouse for suppression. Frames or arrays in, the same rows with limits, tests or ranks
out; it reads no file, asks no question and writes no words. Each module names its source, and the program it agrees
with.
"""
