"""Builds the image decoder: a shared library for this machine's processors, and WebAssembly for the browser.

The compiler is the one of the package ``ziglang``. What is built stands beside its users and is not kept in git:
``src/farlight/science/native/images-*.so`` and ``native/built/viewer.wasm`` (which the front-end build takes along).
Each is written under another name first, so that a process that reads the old one goes on with it.

``--checked DIRECTORY`` builds a program there that tries to break the decoder, for tests.
"""

import argparse
import os
import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
LIBRARY = HERE / "source" / "library.c"
VIEWER = HERE / "source" / "viewer.c"
BESIDE = HERE.parent / "src" / "farlight" / "science" / "native"
WASM = HERE / "built" / "viewer.wasm"

ALWAYS = ["-std=c11", "-Wall", "-Wextra", "-Werror", "-fvisibility=hidden", "-fno-strict-aliasing"]
PROCESSORS = {"x86_64": {"": "x86_64", "-avx2": "x86_64_v3", "-gfni": "x86_64_v3+gfni"}}
"""Builds of the library on a kind of machine: the end of the name, and what the compiler may use."""


def compile_to(target: Path, *options: str) -> None:
    """Call the compiler; the target is replaced in one step.

    Raises
    ------
    subprocess.CalledProcessError
        When the compiler finds fault; it has said what.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    caches = {f"ZIG_{kind}_CACHE_DIR": str(HERE / "built" / "cache") for kind in ("LOCAL", "GLOBAL")}
    command = [sys.executable, "-m", "ziglang", "cc", *ALWAYS, *options, "-o", str(beside)]
    subprocess.run(command, check=True, env=os.environ | caches)
    beside.replace(target)


def build_libraries() -> None:
    """Build the shared library once for each kind of processor."""
    machine = platform.machine()
    for end, processor in PROCESSORS.get(machine, {"": ""}).items():
        chosen = [f"-mcpu={processor}"] if processor else []
        name = f"images-{sys.platform}-{machine}{end}.so"
        compile_to(BESIDE / name, "-shared", "-fPIC", "-O3", "-s", *chosen, str(LIBRARY))


def build_wasm() -> None:
    """Build the browser's module."""
    options = ["--target=wasm32-freestanding", "-mcpu=generic+simd128+bulk_memory+nontrapping_fptoint", "-O3", "-s"]
    linking = ["--no-entry", "--export-dynamic", "--export=__heap_base", "-z,stack-size=1048576"]
    linked = ["-nostdlib", *(f"-Wl,{option}" for option in linking)]
    compile_to(WASM, *options, *linked, str(VIEWER))


def build_checked(directory: Path) -> None:
    """Build a program that unpacks damaged images and stops at the first wrong access or arithmetic; see ``fuzz.c``."""
    checks = ["-fsanitize=undefined", "-fno-sanitize-recover=all", "-O1", "-g"]
    compile_to(directory / "fuzz", *checks, str(LIBRARY.with_name("fuzz.c")))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checked", type=Path, metavar="DIRECTORY")
    chosen = parser.parse_args()
    if chosen.checked:
        build_checked(chosen.checked)
    else:
        build_libraries()
        build_wasm()
