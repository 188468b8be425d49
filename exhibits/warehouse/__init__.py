"""数据: batches, coverage, quality findings, reconciliation of the indices, rejected rows.

One file per exhibit, named after its id; the other files hold what several exhibits share.
"""
