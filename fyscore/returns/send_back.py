"""Many forms to send back to those who filled them in, each to its own place, and to whom what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from fyscore.files.names import SENT_BACK, below, shared_folder
from fyscore.problems import ProblemsError
from fyscore.returns.annotate import sent_back
from fyscore.workbooks.returned import SentBack, returned_bytes


def all_sent_back(
    paths: Sequence[Path],
    faulty: Sequence[ProblemsError],
    folder: Path,
    unseen: Sequence[ProblemsError] | None = None,
) -> Iterator[tuple[Path, bytes]]:
    """Files for ``folder``: every faulty form of ``paths``; of a batch a summary by unit too.

    ``unseen`` is what of a batch could not be looked for, and None where it is no batch.
    """
    root = shared_folder(paths)
    sent = []
    for failure in faulty:
        file = Path(failure.file)
        target, content = sent_back(file, below(folder, root, file), failure)
        yield target, content
        sent.append(SentBack(failure, str(target)))
    sent += [SentBack(failure, "") for failure in unseen or ()]
    if unseen is not None and sent:
        yield folder / SENT_BACK, returned_bytes(sent)
