"""The version of killzone, from which results and pages take it."""

from __future__ import annotations

__version__ = "0.1.0"
