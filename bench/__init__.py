"""Times of what a reader waits for (pages, questions, loads), as ratios to a reference measured in the same run.

Run by `make bench`; nothing imports it. A ratio can be compared between machines.
"""
