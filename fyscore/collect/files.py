"""The one way from inputs to results: each file read in order, one bad file never stopping the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fyscore.answers import Answers
from fyscore.documents.saved import is_saved_result, load_saved
from fyscore.forms.parts import refuse_part
from fyscore.forms.pipeline import Scored, score_file
from fyscore.problems import ProblemsError
from fyscore.rules.model import Rulebook
from fyscore.scoring.result import Result


@dataclass(frozen=True, slots=True)
class CollectedFile:
    """What one file holds: its form's result, or the results and failures that were saved in it."""

    path: Path
    results: tuple[Result, ...] = ()
    #: What was saved as not scored; of a file that is not read, why not.
    failures: tuple[ProblemsError, ...] = ()
    is_read: bool = True
    #: Answers and all, where the file is a form.
    form: Scored | None = None

    @property
    def answers(self) -> list[Answers]:
        """What each unit answered; of saved results, the values alone."""
        if self.form is not None:
            return [self.form.answers]
        return [result.answers for result in self.results]


#: Reads one file.  Raises ProblemsError.
Reader = Callable[[Path, Rulebook], CollectedFile]


def read_form(path: Path, rulebook: Rulebook) -> CollectedFile:
    """A form, whole or one body's part."""
    form = score_file(path, rulebook)
    return CollectedFile(path, (form.result,), form=form)


def read_whole_form(path: Path, rulebook: Rulebook) -> CollectedFile:
    """A form that is no part of one."""
    file = read_form(path, rulebook)
    for answers in file.answers:
        refuse_part(path, answers)
    return file


def read_saved(path: Path, _: Rulebook) -> CollectedFile:
    """What ``score --json`` saved."""
    saved = load_saved(path)
    return CollectedFile(path, saved.results, saved.failures)


def read_either(path: Path, rulebook: Rulebook) -> CollectedFile:
    """A form or saved results, told by the content."""
    return (read_saved if is_saved_result(path) else read_form)(path, rulebook)


def read_results(path: Path, rulebook: Rulebook) -> CollectedFile:
    """The same without answers, which for thousands of forms would fill the memory."""
    return replace(read_either(path, rulebook), form=None)


@dataclass(frozen=True, slots=True)
class Collected:
    """All files in order, those too that could not be read."""

    files: Sequence[CollectedFile] = ()
    #: Why inputs could not even be looked for.
    unseen: Sequence[ProblemsError] = ()

    @property
    def forms(self) -> list[Scored]:
        return [file.form for file in self.files if file.form is not None]

    @property
    def results(self) -> list[Result]:
        return [result for file in self.files for result in file.results]

    @property
    def answers(self) -> list[Answers]:
        return [answers for file in self.files for answers in file.answers]

    @property
    def failures(self) -> list[ProblemsError]:
        return [*self.unseen, *(error for file in self.files for error in file.failures)]


def each_file(
    paths: Sequence[Path], rulebook: Rulebook, read: Reader = read_form
) -> Iterator[CollectedFile]:
    """Each file as it is read."""
    for path in paths:
        try:
            yield read(path, rulebook)
        except ProblemsError as error:
            yield CollectedFile(path, failures=(error,), is_read=False)


def collect(
    paths: Sequence[Path],
    rulebook: Rulebook,
    read: Reader = read_form,
    unseen: Sequence[ProblemsError] = (),
    on_failure: Callable[[ProblemsError], object] = lambda _: None,
) -> Collected:
    """All files read; ``on_failure`` is told of each failure as it is met."""
    for error in unseen:
        on_failure(error)
    files = []
    for file in each_file(paths, rulebook, read):
        for error in file.failures:
            on_failure(error)
        files.append(file)
    return Collected(files, unseen)
