"""Documents as text: one as a whole, or results one after another as they arrive."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence

from fyscore.documents.problems import Failure, file_notices
from fyscore.documents.result import SCHEMA, ResultRecord
from fyscore.problems.notices import Notice


def json_text(document: Mapping[str, object], *, escaped: bool = False) -> str:
    """A document to read; ``escaped`` where Chinese could not be shown."""
    return json.dumps(document, ensure_ascii=escaped, indent=2)


class ResultStream:
    """The result document, written as results arrive so that memory stays flat."""

    def __init__(self, write: Callable[[str], object], *, escaped: bool = False) -> None:
        self._write, self._escaped = write, escaped
        self._first = True
        write(f'{{"schema": "{SCHEMA}", "results": [')

    def add(self, record: ResultRecord) -> None:
        self._write("\n" if self._first else ",\n")
        self._first = False
        self._write(json.dumps(record, ensure_ascii=self._escaped))

    def finish(self, failures: Sequence[Failure], several: Iterable[Notice] = ()) -> None:
        """Close the document; ``several`` are notices of several files together."""
        text = json.dumps(failures, ensure_ascii=self._escaped)
        noticed = json.dumps(file_notices((), several), ensure_ascii=self._escaped)
        self._write(f'\n], "failures": {text}, "notices": {noticed}}}\n')
