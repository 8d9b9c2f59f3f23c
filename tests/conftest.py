from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from fyscore.rules.load import load_rulebook
from fyscore.rules.model import Rulebook
from tests.form import Form

# No example is too slow: the machine may be.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what a test wants said at the end: ``record_property("told", …)``."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for name, value in report.user_properties:
                if name == "told":
                    terminalreporter.write_line(str(value))


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="session")
def form() -> Form:
    return Form()
