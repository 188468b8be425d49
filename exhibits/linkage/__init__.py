"""融合: Party-building results compared with business results, as quadrants and as coupling coordination.

One file per exhibit, named after its id; the other files hold what several exhibits share.
"""
