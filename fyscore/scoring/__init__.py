"""Answers → results, and what follows from results: range, advice, comparison, ranking.  Pure."""
