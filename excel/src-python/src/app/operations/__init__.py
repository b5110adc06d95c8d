"""User-level operations: what each makes of the cells (edits) and of the file (a change of its package)."""
