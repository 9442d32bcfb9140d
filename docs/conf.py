"""How Sphinx builds these pages: `sphinx-build -W docs docs/_build`."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from farlight import __version__

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))  # for the extension that draws diagrams

project = "Farlight"
project_copyright = "the Farlight authors"
release = version = __version__

extensions = ["myst_parser", "sphinx_copybutton", "diagrams"]
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 4
myst_fence_as_directive = ["mermaid"]
exclude_patterns = ["_build", "generation", "**/README.md"]
nitpicky = True

html_theme = "furo"
html_title = "Farlight"
html_static_path = ["_static"]
html_css_files = ["farlight.css"]
html_copy_source = False
html_show_sphinx = False
copybutton_prompt_text = r"\$ |>>> "
copybutton_prompt_is_regexp = True


def _generate(app: Any) -> None:  # noqa: ARG001 - Sphinx's signature
    """Write the pages that come from the code, so that they cannot be stale."""
    subprocess.run([sys.executable, HERE / "generate.py"], check=True)


def setup(app: Any) -> None:
    """Sphinx calls this."""
    app.connect("builder-inited", _generate)
