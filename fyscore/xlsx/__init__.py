"""Any .xlsx workbook, read as cells; knows no rulebook and no form.

Why not openpyxl or calamine: scoring needs each cell's value *and* whether its
format is a percentage or a date *and* whether a formula was ever calculated.
openpyxl gives these in two loads at several times the cost, and reads strict
OOXML as no sheets at all; calamine gives no formats, and a cell at the far
corner of a sheet makes it abort the process.  Expat streams: memory is bounded
by the cells that hold something, whatever dimensions the file claims.
"""
