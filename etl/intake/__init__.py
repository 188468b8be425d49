"""One file → accepted rows, rejected rows, and the report for its sender.

Called by warehouse. It knows neither batches nor builds.
"""
