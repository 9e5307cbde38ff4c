"""Files, lines, rooms and arrows of the package, counted from its sources alone.

    python -m benchmarks.house [CHECKOUT]

An arrow runs from one room (a file or folder at the top of `sim/`) to another whose modules it
imports, for types included. Where two rooms import each other, the direction with fewer imports
counts as running back. A circle is a set of modules each of which reaches all others by imports.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections import Counter
from pathlib import Path

import networkx as nx

SKIPPED = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}


def module_name(path: Path, top: Path) -> str:
    """Return the dotted name of a source file."""
    parts = path.relative_to(top.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def code_lines(text: str) -> int:
    """Return how many lines hold code: no comment, no docstring, not blank."""
    documented = {
        line
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        for line in range(node.lineno, (node.end_lineno or 0) + 1)
    }  # fmt: skip
    used = {
        line
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type not in SKIPPED and token.string
        for line in range(token.start[0], token.end[0] + 1)
    }
    return len(used - documented)


def imports(tree: ast.AST, modules: set[str]) -> set[str]:
    """Return the modules of the package that a module imports anywhere, for types included."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            whole = {f"{node.module}.{each.name}" for each in node.names}
            found |= {name if name in modules else node.module for name in whole}
    return found & modules


def room(module: str) -> str:
    """Return the file or folder at the top of the package in which a module lies."""
    return ".".join(module.split(".")[:2])


def main(checkout: Path) -> None:
    """Print the count of each."""
    top = checkout / "sim"
    texts = {module_name(path, top): path.read_text() for path in sorted(top.rglob("*.py"))}
    trees = {name: ast.parse(text) for name, text in texts.items()}
    graph = nx.DiGraph(
        (name, other) for name in trees for other in imports(trees[name], set(trees)) - {name}
    )
    between = Counter((room(a), room(b)) for a, b in graph.edges if room(a) != room(b))
    back = [pair for pair in between if 0 < between[pair] < between[pair[::-1]]]
    level = [pair for pair in between if pair < pair[::-1] and between[pair] == between[pair[::-1]]]
    circles = [each for each in nx.strongly_connected_components(graph) if len(each) > 1]
    used_once = [n for n in graph if graph.in_degree(n) == 1]
    layers = nx.condensation(nx.DiGraph(between.keys()))
    for what, count in {
        "files": len(texts),
        "lines": sum(text.count("\n") for text in texts.values()),
        "code lines": sum(map(code_lines, texts.values())),
        "rooms at the top": len({room(name) for name in texts} - {"sim"}),
        "floors": nx.dag_longest_path_length(layers) + 1,
        "arrows between rooms": len(between),
        "arrows that run back": len(back) + len(level),
        "circles of modules": len(circles),
        "files with one importer": len(used_once),
    }.items():
        print(f"{what:26}{count:7,}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1])
