"""政务服务: monthly series of the 12345 hotline and their signals.

One file per exhibit, named after its id; the other files hold what several exhibits share.
"""
