"""Mutated workbooks: every outcome is a right score or a stated problem.  ``make fuzz``."""
