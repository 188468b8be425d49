"""四个指数: the four indices, each by itself and together as a composite.

One file an exhibit, named as its id; the others hold what several of them share.
"""
