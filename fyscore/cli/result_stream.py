"""The result document, printed as results arrive so that memory stays flat."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from fyscore.display import is_utf8
from fyscore.documents.problems import Failure
from fyscore.documents.result import SCHEMA, ResultRecord


class ResultStream:
    def __init__(self) -> None:
        self._escaped = not is_utf8(sys.stdout.encoding)
        self._first = True
        sys.stdout.write(f'{{"schema": "{SCHEMA}", "results": [')

    def add(self, record: ResultRecord) -> None:
        sys.stdout.write("\n" if self._first else ",\n")
        self._first = False
        sys.stdout.write(json.dumps(record, ensure_ascii=self._escaped))

    def finish(self, failures: Sequence[Failure]) -> None:
        text = json.dumps(failures, ensure_ascii=self._escaped)
        sys.stdout.write(f'\n], "failures": {text}}}\n')
