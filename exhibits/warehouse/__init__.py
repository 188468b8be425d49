"""数据: batches, coverage, quality findings, reconciliation of the indices, rejected rows.

One file an exhibit, named as its id; the others hold what several of them share.
"""
