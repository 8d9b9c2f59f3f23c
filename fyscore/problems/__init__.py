"""One kind of complaint for everything fyscore reads, and the catalogue of its codes."""

from fyscore.problems.codes import Code
from fyscore.problems.problem import Problem, ProblemsError
from fyscore.problems.system import why

__all__ = ["Code", "Problem", "ProblemsError", "why"]
