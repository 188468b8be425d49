"""服务品牌: the yearly contest of service brands: coverage, stages, awards, marks, and the story of one brand.

One file per exhibit, named after its id; the other files hold what several exhibits share.
"""
