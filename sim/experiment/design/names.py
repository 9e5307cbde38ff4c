"""Names of experiments, factors, bundles and responses: safe as a file, a column and a word."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from sim.config.errors import Fault, quote

MOST_BYTES = 64
LEGAL = f"letters, digits, - _ . only, at most {MOST_BYTES} bytes"

PATTERN = rf"^(?=.{{1,{MOST_BYTES}}}$)[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$"
"""The same as a regular expression, but for the names of devices."""

_NAME = re.compile(r"[A-Za-z0-9._-]+")
_DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")


def flaw_of(name: str) -> str:
    """Return what is wrong with a name; empty if nothing."""
    size = len(name.encode("utf-8", "surrogatepass"))
    if not name:
        return "the name is empty"
    if size > MOST_BYTES:
        return f"the name {quote(name)} has {size} bytes"
    if not _NAME.fullmatch(name):
        return f"the name {quote(name)} holds other characters"
    if not name[0].isalnum() or name.endswith("."):
        return f"the name {quote(name)} must begin with a letter or digit, and not end with a point"
    if _DEVICE.fullmatch(name):
        return f"the name {quote(name)} is that of a device to Windows"
    return ""


def _safe(name: str) -> str:
    if flaw := flaw_of(name):
        raise Fault(what=flaw, legal=LEGAL, cure="choose another").error()
    return name


Name = Annotated[
    str,
    AfterValidator(_safe),
    WithJsonSchema({"type": "string", "pattern": PATTERN, "description": LEGAL}),
]
"""A name that is safe."""
