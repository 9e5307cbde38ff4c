"""A directive that writes every command of a Typer application: what it does, takes and offers."""

import importlib

import typer.main
from sphinx.util.docutils import SphinxDirective


class Commands(SphinxDirective):
    """```{commands} package.module:app```: a section for each of its commands."""

    required_arguments = 1

    def run(self):
        """Return the sections."""
        module, _, name = self.arguments[0].partition(":")
        command = typer.main.get_command(getattr(importlib.import_module(module), name))
        pages = (_page(command.name, each) for _, each in sorted(command.commands.items()))
        return self.parse_text_to_nodes("\n".join(pages), allow_section_headings=True)


def _page(above, command):
    """Return the section of a command as Markdown."""
    options = [each for each in command.params if each.param_type_name == "option"]
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    usage = " ".join((above, command.name, "[OPTIONS]", *(each.metavar for each in arguments)))
    rows = [(each.metavar, each.help) for each in arguments]
    rows += [(_spelled(each), each.help) for each in options if not each.hidden]
    table = ["| | |", "| --- | --- |", *(_row(*each) for each in rows)]
    examples = [line for line in (command.epilog or "").split("\n\n") if line.startswith(above)]
    return "\n".join(
        (
            f"## {above} {command.name}\n\n{command.help}\n\n    {usage}\n",
            *(table if rows else ()),
            "\nExamples:\n",
            *(f"    {line}" for line in examples),
            "",
        )
    )


def _row(what, told):
    cell = what.replace("|", r"\|")
    return f"| `{cell}` | {told} |"


def _spelled(option):
    """Return an option with what it takes."""
    return " ".join(filter(None, (", ".join(option.opts), not option.is_flag and option.metavar)))


def setup(app):
    """Make the directive known to Sphinx."""
    app.add_directive("commands", Commands)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
