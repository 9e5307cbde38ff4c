"""The two sides of the war, by the names that columns and agents have for them."""

from __future__ import annotations

SIDES = {"ua": "Ukraine", "ru": "Russia"}
