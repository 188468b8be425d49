"""What the warehouse holds: batches, coverage, quality, rejected rows."""
