"""Charts as a package has them: read, and written by steps."""
