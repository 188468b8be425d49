"""A file as it was received → typed rows: sheets, headers, layouts, cells, what words mean, pseudonyms.

Called by intake and warehouse. It judges nothing by the contract beyond what can be read, and keeps no file.
"""
