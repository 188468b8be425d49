"""总览: the headline figures, the units that need attention, the map.

One file per exhibit, named after its id; the other files hold what several exhibits share.
"""
