"""The documentation site, built from the Markdown of the whole checkout, each page where it lies.

    sphinx-build -W --keep-going -c docs . build/site

It asks no network, and neither does a page that it makes.
"""

import sys
from pathlib import Path

from sim.version import __version__

sys.path.insert(0, str(Path(__file__).parent / "extensions"))

project = "killzone"
author = "The killzone developers"
copyright = author  # noqa: A001 (Sphinx calls it so)
release = __version__
language = "en"

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "commands", "offline"]
root_doc = "docs/index"
include_patterns = [
    "*.md",
    "docs/*.md",
    "docs/*.ipynb",
    "experiments/**.md",
    "tests/reliability/README.md",
]
smartquotes = False  # two dashes are an option
highlight_language = "none"  # indented blocks are commands and tables

myst_heading_anchors = 3
nb_execution_mode = "off"  # tests/test_tutorial.py runs the notebook

autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
autodoc_member_order = "bysource"
python_use_unqualified_type_names = True
napoleon_google_docstring = False
napoleon_use_ivar = True

html_theme = "pydata_sphinx_theme"
html_title = f"killzone {release}"
html_extra_path = ["site"]
html_show_sourcelink = False
html_theme_options = {
    "logo": {"text": "killzone"},
    "show_prev_next": True,
    "navigation_with_keys": False,
    "navbar_align": "left",
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
}
