"""Diagrams of these pages: Mermaid, drawn by the reader's browser from a script that lies beside the pages.

Nothing is fetched from elsewhere, and a page opened from a disk (``file://``) draws as well, which scripts of the
module kind cannot.
"""

from html import escape
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.errors import ExtensionError

MERMAID = Path(__file__).resolve().parents[1] / "frontend" / "node_modules" / "mermaid" / "dist" / "mermaid.min.js"
SCRIPTS = (MERMAID.name, "diagrams.js")
FIRST, THEN = 600, 610
"""Where the scripts stand among those of a page: the library before what uses it."""


class diagram(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """A diagram; ``source`` is its text."""


class DiagramDirective(Directive):
    """A fence ``mermaid`` with the text of a diagram."""

    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """Keep the text as it is; the browser draws it."""
        self.assert_has_content()
        return [diagram(source="\n".join(self.content))]


def _enter(translator: Any, node: Any) -> None:
    translator.body.append(f'<pre class="fl-diagram">{escape(node["source"])}</pre>')
    raise nodes.SkipNode


def _add_scripts(app: Any, _page: str, _template: str, _context: Any, doctree: Any) -> None:
    """Give the scripts to pages that have a diagram, and to no other."""
    if doctree is not None and doctree.next_node(diagram) is not None:
        for name, place in zip(SCRIPTS, (FIRST, THEN), strict=True):
            app.add_js_file(name, priority=place)


def _lay_script_beside(_app: Any, config: Any) -> None:
    if not MERMAID.is_file():
        raise ExtensionError(f"{MERMAID} is missing: run make setup.")
    config.html_static_path.append(str(MERMAID))


def setup(app: Any) -> dict[str, bool]:
    """Sphinx calls this."""
    app.add_node(diagram, html=(_enter, None))
    app.add_directive("mermaid", DiagramDirective)
    app.connect("config-inited", _lay_script_beside)
    app.connect("html-page-context", _add_scripts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
