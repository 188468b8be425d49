"""四个指数: the four indices, each separately and combined in a composite score.

One file per exhibit, named after its id; the other files hold what several exhibits share.
"""
