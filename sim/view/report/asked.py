"""What was asked of a sweep beside its responses, as the report shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sim.view.answer import answers_in, runs_digest
from sim.view.report.exhibit import Image, image_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sim.experiment.results.results import Results

STALE = "The runs are others now than when this was asked; ask again."


class Picture(NamedTuple):
    """A figure of an answer, under the name of its file."""

    name: str
    image: Image


class AskedSection(NamedTuple):
    """A section about one answer: the question, sentences and figures."""

    anchor: str
    question: str
    words: list[str]
    pictures: list[Picture]


def asked_sections(results: Results, without: Sequence[str]) -> Iterator[AskedSection]:
    """Yield the answers that stand in a result folder, but those in the folders named `without`."""
    runs = runs_digest(results)
    for folder, asked in answers_in(results):
        if folder.name not in without:
            stale = [STALE] if asked.runs is None or asked.runs != runs else []
            pictures = list(_pictures(folder, asked.files))
            yield AskedSection(folder.name, asked.question, [*stale, *asked.words], pictures)


def _pictures(folder: Path, names: Sequence[str]) -> Iterator[Picture]:
    """Yield the figures; of one that somebody removed there is nothing."""
    for path in map(folder.joinpath, names):
        if path.suffix == ".png" and path.is_file():
            yield Picture(path.stem, image_in(path.read_bytes()))
