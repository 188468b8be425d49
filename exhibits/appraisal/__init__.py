"""述评考: the yearly report, review and appraisal of persons in posts, and what follows from it.

One file per exhibit, named after its id; the other files hold what several exhibits share.
"""
