"""Plain elements of HTML, which browsers already make usable by keyboard and screen reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nicegui import json, ui
from nicegui.elements.html import Html
from nicegui.elements.mixins.text_element import TextElement

if TYPE_CHECKING:
    from collections.abc import Callable

    from nicegui import Client
    from nicegui.element import Element

VALUE = "(event) => emit(event.target.value)"
CHECKED = "(event) => emit(event.target.checked)"

INITIALLY = "^"
"""Makes Vue set an attribute and never the field itself, which would undo what is being typed."""


def element(tag: str, classes: str = "", **properties: Any) -> Element:
    """Return an element to put others into; `_` in the name of a property stands for `-`."""
    made = ui.element(tag)
    return _with(made, classes, properties)


def text(tag: str, content: str, classes: str = "", **properties: Any) -> TextElement:
    """Return an element with text."""
    made = TextElement(tag=tag, text=content)
    _with(made, classes, properties)
    return made


def button(label: str, act: Callable[[], Any], classes: str = "", **properties: Any) -> TextElement:
    """Return a button."""
    made = text("button", label, f"kz-button {classes}", type="button", **properties)
    made.on("click", lambda _: act(), args=[])
    return made


def choice(
    options: dict[str, str], value: str, act: Callable[[Any], Any], **properties: Any
) -> Element:
    """Return a list to choose from; what is chosen goes to `act` as the browser sends it."""
    made = element("select", "kz-select", **properties)
    with made:
        for name, label in options.items():
            option = text("option", label, value=name)
            if name == value:
                option.props[INITIALLY + "selected"] = True
    return _passing(made, act, VALUE)


def entry(kind: str, value: str, act: Callable[[Any], Any], **properties: Any) -> Element:
    """Return a field of a kind that HTML has, such as number or range."""
    # Last, because a browser rounds it to the steps that it knows of by then.
    properties[INITIALLY + "value"] = value
    return _passing(element("input", f"kz-{kind}", type=kind, **properties), act, VALUE)


def area(act: Callable[[Any], Any], **properties: Any) -> Element:
    """Return a field for several lines."""
    return _passing(element("textarea", "kz-area", **properties), act, VALUE)


def written(tag: str, content: str, classes: str = "") -> Html:
    """Return an element with HTML of our own making, in which what came from elsewhere is escaped.

    Its `content` can be changed.
    """
    return Html(content, sanitize=False, tag=tag).classes(classes)


def check(checked: bool, act: Callable[[Any], Any], **properties: Any) -> Element:
    """Return a box to tick."""
    initial = {INITIALLY + "checked": True} if checked else {}
    made = element("input", "kz-check", type="checkbox", **initial, **properties)
    return _passing(made, act, CHECKED)


def fill(client: Client, values: dict[str, str]) -> None:
    """Put values into fields by their ids; one that is not there has its own from the start."""
    client.run_javascript(f"killzone.fill({json.dumps(values)})")


def added(name: str, there: bool) -> dict[str, str]:
    """Return what `classes` takes to give an element a class, or to take it away."""
    return {"add": name} if there else {"remove": name}


def _passing(made: Element, act: Callable[[Any], Any], sent: str) -> Element:
    return made.on("change", lambda event: act(event.args), js_handler=sent)


def _with(made: Element, classes: str, properties: dict[str, Any]) -> Element:
    made.classes(classes)
    for name, value in properties.items():
        made.props[name.rstrip("_").replace("_", "-")] = value
    return made
