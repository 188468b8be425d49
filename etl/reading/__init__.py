"""Read a received file into typed rows: sheets, headers, layouts, cells, code lists, pseudonyms.

Called by intake and warehouse. It reports what cannot be read; contract rules are checked by intake. It stores no file.
"""
