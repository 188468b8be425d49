"""整改: the rectification ledger, from the finding of an item to its closure and look-back.

One file an exhibit, named as its id; the others hold what several of them share.
"""
