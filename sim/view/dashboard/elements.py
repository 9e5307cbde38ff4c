"""Plain elements of HTML, which browsers already make usable by keyboard and screen reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

if TYPE_CHECKING:
    from collections.abc import Callable

    from nicegui.element import Element
    from nicegui.events import GenericEventArguments

VALUE = "(event) => emit(event.target.value)"
CHECKED = "(event) => emit(event.target.checked)"


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
    made = element("select", "kz-select", value=value, **properties)
    with made:
        for name, label in options.items():
            text("option", label, value=name)
    made.on("change", _passing(act, "value"), js_handler=VALUE)
    return made


def entry(kind: str, value: str, act: Callable[[Any], Any], **properties: Any) -> Element:
    """Return a field of a kind that HTML has, such as number or range."""
    made = element("input", f"kz-{kind}", type=kind, value=value, **properties)
    made.on("change", _passing(act, "value"), js_handler=VALUE)
    return made


def check(checked: bool, act: Callable[[Any], Any], **properties: Any) -> Element:
    """Return a box to tick."""
    made = element("input", "kz-check", type="checkbox", checked=checked, **properties)
    made.on("change", _passing(act, "checked"), js_handler=CHECKED)
    return made


def _passing(act: Callable[[Any], Any], name: str) -> Callable[[GenericEventArguments], Any]:
    """Pass on what the browser sends, which is then what the element shows."""

    def passed(event: GenericEventArguments) -> Any:
        event.sender.props[name] = event.args
        return act(event.args)

    return passed


def _with(made: Element, classes: str, properties: dict[str, Any]) -> Element:
    made.classes(classes)
    for name, value in properties.items():
        made.props[name.rstrip("_").replace("_", "-")] = value
    return made
