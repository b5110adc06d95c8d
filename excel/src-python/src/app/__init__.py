"""The Excel service: workbooks over the link."""
