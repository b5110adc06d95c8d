"""What a workbook's user did, on disk before it is acknowledged."""
