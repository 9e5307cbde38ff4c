"""The blocks of the pages: commands, Python, YAML, and what a comment above says of them."""

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "docs/*.md", "experiments/**/*.md")
    for path in ROOT.glob(pattern)
)
PROGRAMS = (
    *("killzone", "pip", "python", "pytest", "dask", "jupyter", "solara", "sphinx-build"),
    *("pre-commit", "ruff", "mypy", "lint-imports", "podman", "docker", "git", "bash"),
)
COMMANDS = "commands"
MARK = re.compile(r"<!-- (not run: .+|run by .+) -->")
FENCE = re.compile(r"```(\S*)$")


class Block(NamedTuple):
    page: str
    line: int
    kind: str
    """`COMMANDS`, or the language of its fence; empty for other indented text."""
    text: str
    mark: str
    """What the comment above it, or at the head of the page, says; empty without one."""


def blocks(page):
    """Return the blocks of a page in their order."""
    lines = (ROOT / page).read_text(encoding="utf-8").splitlines()
    of_page, mark, number, found = _mark(lines[0]), "", 0, []
    while number < len(lines):
        line = lines[number]
        if FENCE.match(line) or _indented(lines, number):
            kind, taken, after = _block(lines, number)
            found.append(Block(page, number + 1, kind, "\n".join(taken), mark or of_page))
            mark, number = "", after
            continue
        mark = _mark(line) or ("" if line.strip() else mark)
        number += 1
    return found


def _mark(line):
    marked = MARK.fullmatch(line)
    return marked.group(1) if marked else ""


def _indented(lines, number):
    return lines[number].startswith("    ") and not lines[number - 1].strip()


def _block(lines, number):
    """Return the kind and the lines of the block that begins there, and where the page goes on."""
    if fence := FENCE.match(lines[number]):
        taken = _until(lines, number + 1, lambda line: line.startswith("```"))
        return fence.group(1), taken, number + len(taken) + 2
    taken = _until(lines, number, lambda line: line.strip() and not line.startswith("    "))
    return _kind(taken), [line.removeprefix("    ") for line in taken], number + len(taken)


def _until(lines, first, ends):
    taken = []
    for line in lines[first:]:
        if ends(line):
            break
        taken.append(line)
    return taken


def _kind(lines):
    first_words = {line.split()[0] for line in lines if line.strip()}
    return COMMANDS if first_words & set(PROGRAMS) else ""


ALL = [block for page in PAGES for block in blocks(page)]
