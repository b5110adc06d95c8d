"""Changes of a workbook's structure, made on its package: every reference to what moves is rewritten."""
