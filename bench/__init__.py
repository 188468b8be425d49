"""Times of the three things a reader waits for, each as a ratio against a bare reference measured in the same run.

Run by `make bench`; nothing imports it. Figures are ratios, so that they hold on another machine.
"""
