"""Units compared fairly: funnel, ranks, shrunk rates and case mix, each inside its class only.

One file an exhibit, named as its id; the others hold what several of them share.
"""
