"""Files that are written once and read as they are: attachments, pictures, papers."""

import os
from pathlib import Path


def write_new_file(folder: Path, name: str, content: bytes) -> Path:
    """Write a file that is not there yet; it appears whole, or nothing of it stays.

    Raises
    ------
    FileExistsError
        When there is such a file.
    OSError
        As the disk does.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    unnamed = path.with_name(f".{name}.part")
    try:
        unnamed.write_bytes(content)
        os.link(unnamed, path)
    finally:
        unnamed.unlink(missing_ok=True)
    return path
