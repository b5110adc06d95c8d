"""The calculation engine behind a narrow port."""
