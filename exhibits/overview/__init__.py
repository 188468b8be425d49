"""总览: the headline figures, the units that need attention, the map.

One file an exhibit, named as its id; the others hold what several of them share.
"""
