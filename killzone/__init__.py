"""The command ``killzone``, which finds the package `sim` or says what hides it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

OURS = Path(__file__).resolve().parents[1] / "sim" / "__init__.py"
INVALID = 2


def main() -> None:
    """Run the command, or end with 2 if another module of the name `sim` comes before ours."""
    spec = importlib.util.find_spec("sim")
    found = None if spec is None or spec.origin is None else Path(spec.origin).resolve()
    if found != OURS:
        sys.stderr.write(
            f"{found} hides killzone's own package sim; rename it, or take its folder off "
            "PYTHONPATH\n"
        )
        sys.exit(INVALID)
    from sim import cli  # noqa: PLC0415 (only now is it known to be ours)

    cli.main()
