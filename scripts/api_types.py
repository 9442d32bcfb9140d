"""Write the types of the REST interface for the front end, from its OpenAPI document: `python scripts/api_types.py`.

With `--check` it writes nothing: it says whether they are stale, and its exit status is 1 when they are.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TYPES = ROOT / "frontend" / "generated" / "api.d.ts"
NODE = ROOT / "scripts" / "node.sh"


def openapi_document(state_dir: str) -> str:
    """Return the OpenAPI document as JSON, with settings that depend on nothing around us."""
    for name in [n for n in os.environ if n.startswith("FARLIGHT_")]:
        del os.environ[name]
    os.environ["FARLIGHT_STATE_DIR"] = state_dir
    os.environ["DJANGO_SETTINGS_MODULE"] = "farlight.config.settings"
    import django  # only now are the settings where they should be

    django.setup()
    from farlight.config.api import api  # needs Django to be set up

    return json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str, ensure_ascii=False)


def types_of(document: str, folder: Path) -> str:
    """Return the TypeScript declarations of an OpenAPI document."""
    source, target = folder / "openapi.json", folder / "api.d.ts"
    source.write_text(document, encoding="utf-8")
    command = [str(NODE), "node_modules/.bin/openapi-typescript", str(source), "--output", str(target), "--immutable"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return target.read_text(encoding="utf-8")


def main() -> int:
    """Write, or compare."""
    with tempfile.TemporaryDirectory(prefix="farlight-api-") as folder:
        text = types_of(openapi_document(folder), Path(folder))
    is_stale = not TYPES.exists() or TYPES.read_text(encoding="utf-8") != text
    name = TYPES.relative_to(ROOT)
    if "--check" in sys.argv[1:]:
        if is_stale:
            sys.stderr.write(f"{name} is stale: run `python scripts/api_types.py`.\n")
        return int(is_stale)
    if is_stale:
        TYPES.write_text(text, encoding="utf-8")
        sys.stdout.write(f"wrote {name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
