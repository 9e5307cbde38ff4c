"""What the extra `analysis` brings, which not everybody has."""

from __future__ import annotations

from importlib.util import find_spec

from sim.experiment.errors import ExtraError

INSTALL = "pip install 'killzone[analysis]'"


def has_scikit_learn() -> bool:
    """Tell whether surrogates can be fitted and trees grown."""
    return find_spec("sklearn") is not None


def require_scikit_learn() -> None:
    """Refuse what needs scikit-learn where it is not installed.

    Raises
    ------
    ExtraError
        With what there is to do.
    """
    if not has_scikit_learn():
        raise ExtraError(f"scikit-learn is not installed: {INSTALL}")
