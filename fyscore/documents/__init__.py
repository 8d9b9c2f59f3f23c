"""The JSON documents: one typed definition each, made from results and, where saved, read back.

A definition is a TypedDict; ``make schemas`` generates the JSON Schema that
ships in ``schemas/`` from it.  Importing a definition costs nothing but Python.
"""
