"""Several processes of the dashboard behind nginx, on one port: for more readers at once than one process serves.

Called by `make serve` (`python -m serving`). It starts, watches and stops processes; what they show is app.py's. Each
reader stays with one process, because a session lives there.
"""
