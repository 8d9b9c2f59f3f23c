"""Workbooks in and out.  Only this folder knows spreadsheet files."""
