"""Checks a page with axe-core, the accessibility engine."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

SHOW_ALL = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { content-visibility: visible !important; }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
"""What is far out of the window has a guessed height until somebody scrolls to it; targets seem to be cut off there."""


def violations_of(page: Page) -> list[str]:
    """Return what axe objects to, each with the places; the page's own policy stays as it is."""
    page.evaluate(AXE.read_text())
    page.evaluate(SHOW_ALL)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [
        f"{violation['id']} ({violation['help']}): {[node['target'] for node in violation['nodes'][:4]]}"
        for violation in found["violations"]
    ]
