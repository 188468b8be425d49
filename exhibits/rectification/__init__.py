"""整改: the rectification ledger, from the finding of an item to its closure and look-back.

One file per exhibit, named after its id; the other files hold what several exhibits share.
"""
