"""Settings of the documentation site: ``sphinx-build -W docs docs/_build``."""

from importlib.metadata import version as installed_version

project = "investisens"
author = "The investisens developers"
project_copyright = "The investisens developers"
version = release = installed_version("investisens")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
source_suffix = {".md": "markdown"}

# Docstrings are in Google's style, and read in the order of the source.
napoleon_numpy_docstring = False
napoleon_use_ivar = True
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_class_signature = "mixed"

# A page loads nothing from another host: no formulas, system fonts only.
myst_enable_extensions: list[str] = []
myst_heading_anchors = 3
html_theme = "furo"
html_title = f"investisens {release}"
html_copy_source = False
html_show_sourcelink = False
