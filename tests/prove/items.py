"""What is compared item by item, each a task for a process of its own."""

from __future__ import annotations

from collections.abc import Iterator

from fyscore.rules.load import load_rulebook
from tests.prove import boundaries, doubles, forms
from tests.prove.proof import prove

#: What was compared, how often, and what was found.
Row = tuple[str, int, list[str]]
#: A standard and one of its items.
ItemOf = tuple[str, str]


def every() -> list[ItemOf]:
    return [(book, item.id) for book in forms.STANDARDS for item in load_rulebook(book).items]


def boundaries_of(which: ItemOf) -> list[Row]:
    standard, item = which
    book = load_rulebook(standard)
    found = boundaries.compare(book, standard, item)
    return [(f"{book.id} {part}", count, wrong) for part, (count, wrong) in found.items()]


def proofs_of(which: ItemOf) -> list[Row]:
    standard, item = which
    book = load_rulebook(standard)
    outcome = []
    for part in book.item(item).parts:
        paths, wrong = 0, []
        for readings in boundaries.readings_that_move(book.item(item)):
            proof = prove(part, book.item(item), {**book.readings, **readings})
            paths += proof.paths
            wrong += [proof.refuted] if proof.refuted else []
        outcome.append((f"{book.id} {part.id}", paths, wrong))
    return outcome


def quotients() -> Iterator[Row]:
    for standard in forms.STANDARDS:
        for key, scale, bar in doubles.bars(load_rulebook(standard)):
            compared, wrong = doubles.disagreements(scale, bar)
            yield f"{key} {bar}", compared, [f"{wrong} doubles"] if wrong else []


def using(shape: str) -> ItemOf:
    """A standard of the proofs and one of its items in which that shape stands.

    Raises LookupError, saying what the shape owes, where there is none.
    """
    for standard, item in every():
        if any(part.shape.name == shape for part in load_rulebook(standard).item(item).all_parts):
            return standard, item
    raise LookupError(
        f"no rulebook of the proofs uses the shape {shape!r}: give it a part and worked cases in "
        "examples/rulebooks/shapes.toml"
    )
