"""Workbook packages: saved by patching the original, so that all that was not touched keeps its bytes.

Nothing is imported here: a restarted service needs addresses, and not all that can change a file.
"""
