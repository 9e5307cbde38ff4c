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
    found, mark, number = [], "", 0
    of_page = MARK.fullmatch(lines[0])
    while number < len(lines):
        line = lines[number]
        if fence := FENCE.match(line):
            taken = _until(lines, number + 1, lambda each: each.startswith("```"))
            kind, after = fence.group(1), number + len(taken) + 2
        elif line.startswith("    ") and not lines[number - 1].strip():
            taken = _until(lines, number, lambda each: each.strip() and not each.startswith("    "))
            kind, after = _kind(taken), number + len(taken)
        else:
            marked = MARK.fullmatch(line)
            mark = marked.group(1) if marked else mark if not line.strip() else ""
            number += 1
            continue
        text = (
            "\n".join(each.removeprefix("    ") for each in taken)
            if not fence
            else "\n".join(taken)
        )
        said = mark or (of_page.group(1) if of_page else "")
        found.append(Block(page, number + 1, kind, text, said))
        number, mark = after, ""
    return found


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
