"""Workbooks beside the form: tables that people get and give back, comparisons, the ranking."""
