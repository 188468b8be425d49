"""政务服务: monthly series of the 12345 hotline and their signals.

One file an exhibit, named as its id; the others hold what several of them share.
"""
