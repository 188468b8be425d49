"""Fair comparison of units: funnel, ranks, shrunk rates and case mix, each inside one class only.

One file per exhibit, named after its id; the other files hold what several exhibits share.
"""
