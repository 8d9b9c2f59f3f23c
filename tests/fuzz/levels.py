"""The levels at which workbooks are changed."""

from __future__ import annotations

from tests.fuzz.foreign import foreign
from tests.fuzz.mutations import archive_changed, cells_changed, xml_changed

LEVELS = {
    "cell": cells_changed,
    "xml": xml_changed,
    "archive": archive_changed,
    "foreign": foreign,
}
