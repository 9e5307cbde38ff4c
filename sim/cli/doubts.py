"""Doubts about a configuration or experiment, told on one line each and stopping nothing."""

from __future__ import annotations

import contextlib
import warnings
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def doubts_for_people() -> Iterator[None]:
    """Print what a `ConfigWarning` says on standard error, and nothing about where it arose."""
    from sim.config import ConfigWarning

    with warnings.catch_warnings():
        warnings.simplefilter("always", ConfigWarning)
        shown = warnings.showwarning

        def show(message: Warning | str, category: type[Warning], *more: Any, **named: Any) -> None:
            if issubclass(category, ConfigWarning):
                typer.echo(message, err=True)
            else:
                shown(message, category, *more, **named)

        warnings.showwarning = show
        yield
