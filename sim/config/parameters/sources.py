"""Sources that many parameters name."""

from __future__ import annotations

ARTICLE = "the article (dispatch from Ukraine, 2025)"
