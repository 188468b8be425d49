"""Statistics that SQL has no closed form for: scipy on the few hundred rows that a question returned."""
