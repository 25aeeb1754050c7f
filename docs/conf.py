"""Sphinx's settings: the site is made of the pages here, the docstrings, and docs/gallery.

With ``--tag all`` the programs of the gallery run whose names begin with stored: others take
seconds, these longer, or they need torch; without the tag their pages show stored pictures.
"""

import logging
import sys
from pathlib import Path

import brenier

logging.getLogger("brenier").setLevel(logging.WARNING)  # furo's colours turn on all loggers

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS / "_extensions"))

project = "brenier"
author = "The brenier developers"
project_copyright = author
release = version = brenier.__version__
extensions = [
    "docstrings",
    "myst_parser",
    "numpydoc",
    "repository_links",
    "sphinx.ext.autodoc",
    "sphinx.ext.mathjax",
    "sphinx_copybutton",
    "sphinx_gallery.gen_gallery",
]
exclude_patterns = ["gallery"]
myst_heading_anchors = 4  # links to headings are those that GitHub makes

# Names in docstrings that are written like names of the library have to be some; a word alone, such
# as an argument's, does not, nor do names of other libraries.
default_role = "py:obj"
nitpicky = True
nitpick_ignore_regex = [
    ("py:obj", r"[a-z_]\w*|(asyncio|math|matplotlib|mpl_toolkits|numpy|torch)\..*")
]
autodoc_mock_imports = ["torch"]  # the same site without it
autodoc_typehints = "none"  # docstrings say more
autodoc_member_order = "bysource"
numpydoc_show_class_members = False

sphinx_gallery_conf = {
    "examples_dirs": "gallery",
    "gallery_dirs": "generated/gallery",
    "filename_pattern": r"\.py$" if tags.has("all") else r"/(?!stored_)\w+\.py$",  # noqa: F821
    "within_subsection_order": "FileNameSortKey",
    "abort_on_example_error": True,
    "download_all_examples": False,
    "show_signature": False,
    "write_computation_times": False,
    "remove_config_comments": True,
}

html_theme = "furo"
html_title = "brenier"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sourcelink = False
