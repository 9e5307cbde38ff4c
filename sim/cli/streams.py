"""Standard output and error that are full, closed or missing, so that the job is done all the same.

Whatever is written goes on into nothing once a stream takes no more. A reader that has seen
enough (``| head``) is no error; a full disk is told at the end.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typing_extensions import Buffer  # collections.abc has it from CPython 3.12 on

REFUSED = 4
STDOUT, STDERR = 1, 2
NAMES = {STDOUT: "standard output", STDERR: "standard error"}


class Outlet(io.FileIO):
    """A standard stream that turns to nothing when it fails.

    Attributes
    ----------
    error : OSError or None
        Why it takes no more, if that is so.
    """

    def __init__(self, descriptor: int) -> None:
        super().__init__(descriptor, "w", closefd=False)
        self.error: OSError | None = None

    def write(self, content: Buffer, /) -> int:
        """Write, or drop what cannot be written."""
        try:
            return super().write(content) or 0
        except OSError as error:
            self.error = error
            _to_nothing(self.fileno())
            return memoryview(content).nbytes

    @property
    def is_full(self) -> bool:
        """Whether something was lost that somebody waits for."""
        return self.error is not None and self.error.errno != errno.EPIPE


@contextlib.contextmanager
def standard_streams() -> Iterator[None]:
    """Give the block streams that it can always write to; end with 4 if output was lost.

    A stream that is missing would else be the first file that is opened.
    """
    for descriptor in (0, STDOUT, STDERR):
        if not _is_open(descriptor):
            _to_nothing(descriptor)
    output, errors = Outlet(STDOUT), Outlet(STDERR)
    sys.stdout = _text(output, sys.stdout)
    sys.stderr = _text(errors, sys.stderr)
    sys.stdin = sys.stdin or open(0, closefd=False)  # noqa: SIM115 (for the process)
    try:
        yield
    except SystemExit as end:
        _finish(output, 0 if end.code is None else end.code)
    else:
        _finish(output, 0)


def _finish(output: Outlet, code: int | str) -> None:
    """End the process with `code`, or with that of what was lost at the end of a success."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    if output.is_full and output.error is not None and not code:
        sys.stderr.write(f"{NAMES[STDOUT]}: {output.error.strerror}\n")
        sys.stderr.flush()
        code = REFUSED
    raise SystemExit(code)


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def _to_nothing(descriptor: int) -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    if nothing == descriptor:
        os.set_inheritable(descriptor, True)
    else:
        os.dup2(nothing, descriptor)
        os.close(nothing)


def _text(outlet: Outlet, before: TextIO | None) -> TextIO:
    """Return an outlet as text, encoded as the stream that it replaces."""
    return io.TextIOWrapper(
        io.BufferedWriter(outlet),
        encoding="utf-8" if before is None else before.encoding,
        errors="backslashreplace",
        line_buffering=outlet.isatty() or outlet.fileno() == STDERR,
    )
