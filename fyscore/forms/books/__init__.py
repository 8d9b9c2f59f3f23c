"""Workbooks about results rather than forms: the comparison and the ranking."""
