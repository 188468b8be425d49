"""The documents, and the code that takes their pictures."""
