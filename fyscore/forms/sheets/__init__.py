"""One module a sheet: each writes from the plan, the answers and the result alone."""
