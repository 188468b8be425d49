"""政务服务: ratings of services (好差评), the 12345 hotline, and control charts of monthly series.

One file per exhibit, named after its id; the other files hold what several exhibits share.
"""
