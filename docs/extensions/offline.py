"""Refuse a site that asks another machine for anything: scripts, styles, fonts, pictures."""

import re
from html.parser import HTMLParser
from pathlib import Path

from sphinx.errors import ExtensionError

LOADING = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
NAMING = {"canonical", "search", "author", "license", "index", "next", "prev"}
"""What a link of the head may name without loading it."""

REMOTE = re.compile(r"(?:https?:)?//")
IN_STYLE = re.compile(r"""(?:url\(|@import)\s*['"]?((?:https?:)?//[^'")\s]+)""")


class Loaded(HTMLParser):
    """The addresses elsewhere that a page loads from."""

    def __init__(self):
        super().__init__()
        self.remote = []

    def handle_starttag(self, tag, attrs):
        """Look at what a tag loads."""
        values = dict(attrs)
        address = values.get(LOADING.get(tag, "")) or ""
        if REMOTE.match(address) and values.get("rel") not in NAMING:
            self.remote.append(address)


def remote_of(path):
    """Return the addresses elsewhere that a file loads from."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".css":
        return IN_STYLE.findall(text)
    page = Loaded()
    page.feed(text)
    return page.remote


def _refuse(app, error):
    if error or app.builder.format != "html":
        return
    files = (each for each in Path(app.outdir).rglob("*") if each.suffix in {".html", ".css"})
    found = {str(each): remote for each in files if (remote := remote_of(each))}
    if found:
        raise ExtensionError(f"pages load from elsewhere: {found}")


def setup(app):
    """Look at the site when it is built."""
    app.connect("build-finished", _refuse)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
