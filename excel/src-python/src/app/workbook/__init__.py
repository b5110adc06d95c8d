"""Open workbooks."""
