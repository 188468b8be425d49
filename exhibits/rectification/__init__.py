"""整改: the rectification ledger, from the finding of an item to its closure and look-back."""
