"""One file → accepted rows, rejected rows, and what its sender is told.

Called by warehouse. It knows no batches and no builds.
"""
