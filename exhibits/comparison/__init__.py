"""Units compared fairly, inside their class only."""
