"""Where results are kept: the ledger, its parts and the final tables."""
