"""How often what is tried at random is tried."""

from __future__ import annotations

import os


def rounds(few: int) -> int:
    """A few times with every change; ``FYSCORE_ROUNDS`` times as often where there is time."""
    return few * int(os.environ.get("FYSCORE_ROUNDS", "1"))
