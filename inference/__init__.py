"""Statistical methods that SQL cannot express in closed form, applied to the few hundred aggregated rows of a
question's answer.

Called by exhibits, and by etl.warehouse for suppression. Functions take frames or arrays and return the same rows with
limits, tests or ranks; they read no file, ask no question and write no text. Each module names the source of its method
and the program whose results it reproduces.
"""
