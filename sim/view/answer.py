"""What is asked of a sweep: an answer as words, tables and figures, and the files of all three."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.experiment.errors import FolderError, disk_errors
from sim.experiment.results.exporting import refuse_overwriting, write_frame
from sim.experiment.results.results import Results
from sim.experiment.store import files, tables
from sim.experiment.store.folder import SENSITIVITY

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from sim.config.paths import Given
    from sim.view.figures.pages import Plate

WORDS, ASKED = "answer.txt", "asked.json"
QUESTION, RUNS, FILES = "question", "runs", "files"


@dataclass(frozen=True)
class Answer(ABC):
    """What a sweep answers.

    Attributes
    ----------
    results : Results
        The runs.
    """

    results: Results

    @property
    @abstractmethod
    def question(self) -> str:
        """What was asked, in a sentence."""

    @property
    @abstractmethod
    def words(self) -> list[str]:
        """The answer, a line each; first whether it can be relied on, where that is in doubt."""

    @property
    @abstractmethod
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by name, without those that would be empty."""

    @property
    @abstractmethod
    def figures(self) -> dict[str, Plate]:
        """The figures by name, without those that would be empty."""

    def write(self, folder: Path, *, force: bool = False) -> list[Path]:
        """Write words, tables (CSV and Parquet) and figures (PNG) into a folder; return the files.

        Files of an earlier answer that this one does not have are removed.

        Raises
        ------
        FolderError
            If one of the files is there already and `force` is not given.
        """
        from sim.view.figures.pages import house_style  # noqa: PLC0415 (matplotlib is slow to import)
        from sim.view.figures.run_figures import save  # noqa: PLC0415

        named = [f"{name}.{kind}" for name in self.tables for kind in ("csv", "parquet")]
        named += [WORDS, *(f"{name}.png" for name in self.figures)]
        refuse_answered(folder, force=force)
        refuse_overwriting([folder / name for name in named], force=force)
        earlier = asked_in(folder)
        with disk_errors(folder), house_style():
            files.make_folder(folder)
            for name, table in self.tables.items():
                write_frame(folder / f"{name}.csv", table)
                _write_parquet(folder / f"{name}.parquet", table)
            for name, figure in self.figures.items():
                save(figure, folder / f"{name}.png")
            self._write_words(folder, named)
            for name in {*earlier.files} - {*named} if earlier else ():
                files.DISK.unlink(folder / name)
        return [folder / name for name in named]

    def _write_words(self, folder: Path, named: list[str]) -> None:
        asked = {QUESTION: self.question, RUNS: runs_digest(self.results), FILES: named}
        texts = {WORDS: "\n".join(self.words), ASKED: json.dumps(asked, indent=1)}
        for name, text in texts.items():
            with files.replacing(folder / name) as file:
                file.write(f"{text}\n".encode())


def complete(results: Given | Results) -> Results:
    """Return results, opened if need be, of which a question can be asked.

    Raises
    ------
    FolderError
        If not all runs are done: which are is chance, or worse.
    """
    opened = results if isinstance(results, Results) else Results(results)
    opened.require_complete()
    return opened


def refuse_answered(folder: Path, *, force: bool) -> None:
    """Refuse a folder that has an answer already, unless forced.

    Raises
    ------
    FolderError
        With what there is to do.
    """
    if (folder / WORDS).exists() and not force:
        raise FolderError(
            f"{folder / WORDS} is there already; --out names another folder, --force replaces it"
        )


class Asked(NamedTuple):
    """An answer that was written.

    Attributes
    ----------
    question
        What was asked.
    words
        The answer, a line each.
    files
        Names of the files, those of the figures among them.
    runs
        Digest of the runs that it is of, None if they were not complete.
    """

    question: str
    words: list[str]
    files: list[str]
    runs: str | None


def asked_in(folder: Path) -> Asked | None:
    """Return the answer that was written into a folder; None if there is none."""
    try:
        asked: dict[str, Any] = json.loads((folder / ASKED).read_text(encoding="utf-8"))
        words = (folder / WORDS).read_text(encoding="utf-8").splitlines()
        # The folder may be a stranger's, and a name in it lead elsewhere.
        named = [name for name in asked[FILES] if Path(name).name == name]
        return Asked(str(asked[QUESTION]), words, named, asked[RUNS])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def answers_in(results: Results) -> Iterator[tuple[Path, Asked]]:
    """Yield the answers that were written into a result folder, each with its folder.

    What moves the responses comes first.
    """
    found = sorted(results.folder.glob(f"*/{ASKED}"))
    for path in sorted(found, key=lambda each: each.parent.name != SENSITIVITY):
        if asked := asked_in(path.parent):
            yield path.parent, asked


def runs_digest(results: Results) -> str | None:
    """Return the digest of the table of runs; None as long as not all are done."""
    path = results.folder / f"{tables.RUNS}.parquet"
    return files.digest(path) if results.is_complete and path.exists() else None


def _write_parquet(path: Path, table: pd.DataFrame) -> None:
    import pyarrow as pa  # noqa: PLC0415 (slow to import)
    import pyarrow.parquet as pq  # noqa: PLC0415

    with files.replacing(path) as file:
        pq.write_table(pa.Table.from_pandas(table, preserve_index=False), file)
