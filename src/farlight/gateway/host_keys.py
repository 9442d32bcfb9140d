"""The gateway's own keys: made at its first start, kept in the state folder, the same for all its processes."""

import os
from pathlib import Path

import asyncssh

KINDS = ("ssh-ed25519", "ecdsa-sha2-nistp256")


def host_keys(folder: Path) -> list[asyncssh.SSHKey]:
    """Return the keys that lie in a folder, making those that are missing; several processes may start at once."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return [_key(folder / f"host-{kind}", kind) for kind in KINDS]


def _key(path: Path, kind: str) -> asyncssh.SSHKey:
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_bytes(asyncssh.generate_private_key(kind).export_private_key())
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass  # another process was faster: its key counts
        finally:
            draft.unlink()
    return asyncssh.read_private_key(path)
