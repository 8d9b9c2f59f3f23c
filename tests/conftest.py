from __future__ import annotations

import pytest

from fyscore.rulebook.model import Rulebook
from fyscore.rulebooks import load_rulebook
from tests.forms import Form


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="session")
def form() -> Form:
    return Form()
