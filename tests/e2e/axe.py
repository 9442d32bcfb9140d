"""Checks a page with axe-core, the accessibility engine."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations_of(page: Page) -> list[str]:
    """Return what axe objects to, each with the places; the page's own policy stays as it is."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [
        f"{violation['id']} ({violation['help']}): {[node['target'] for node in violation['nodes'][:4]]}"
        for violation in found["violations"]
    ]
