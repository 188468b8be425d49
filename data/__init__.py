"""Data rooms: `reference` (what is true outside the workbooks), `demo` (what makes the demonstration workbooks)."""
