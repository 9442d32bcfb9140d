"""Write the reference pages that come from the code.

    python docs/generate.py            write them
    python docs/generate.py --check    say which are stale; exit status 1 when any is

Each module of `docs/generation/` makes one page, as text; nothing else is written anywhere.
"""

import os
import re
import sys
import tempfile
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
REFERENCE = HERE / "reference"

MODULES = (
    "settings",
    "commands",
    "events",
    "operations",
    "rights",
    "states",
    "parcels",
    "facility",
    "techniques",
    "sheets",
    "keyboard",
    "security",
)

NOTE = "<!-- Made by docs/generate.py from the code. Change the code, then run it again. -->\n\n"


def set_up_django(state_dir: str) -> None:
    """Load every context, with settings that depend on nothing around us."""
    for name in [n for n in os.environ if n.startswith("FARLIGHT_")]:
        del os.environ[name]
    os.environ["FARLIGHT_STATE_DIR"] = state_dir
    os.environ["DJANGO_SETTINGS_MODULE"] = "farlight.config.settings"
    import django  # only now are the settings where they should be

    django.setup()


def generated_pages() -> Mapping[Path, str]:
    """Return the text of every page that comes from the code; Django must be set up."""
    sys.path.insert(0, str(HERE))
    pages: dict[Path, str] = {}
    for name in MODULES:
        if find_spec(f"generation.{name}") is None:
            continue
        make: Callable[[], str | None] = import_module(f"generation.{name}").page
        text = make()
        if text is not None:
            pages[REFERENCE / f"{name}.md"] = NOTE + re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n"
    return pages


def main() -> int:
    """Write, or compare."""
    with tempfile.TemporaryDirectory(prefix="farlight-docs-") as state_dir:
        set_up_django(state_dir)
        pages = generated_pages()
    stale = [path for path, text in pages.items() if not path.exists() or path.read_text() != text]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"{path.relative_to(HERE.parent)} is stale: run `python docs/generate.py`.", file=sys.stderr)
        return 1 if stale else 0
    for path in stale:
        path.write_text(pages[path])
        print(f"wrote {path.relative_to(HERE.parent)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
