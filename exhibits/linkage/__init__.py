"""融合: Party-building results beside business results, as quadrants and as coupling coordination.

One file an exhibit, named as its id; the others hold what several of them share.
"""
