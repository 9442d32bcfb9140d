import os
from contextlib import suppress
from pathlib import Path

import pytest

from farlight.transfer.adapters.storage import SessionStorage
from farlight.transfer.errors import CannotRead, NoSuchFile, TransferBroken

SECRET = b"the rivals' secret"


@pytest.fixture
def root(tmp_path):
    """A session's folder, with a rival's beside it and everything that a hostile hand can put in."""
    (tmp_path / "rival").mkdir()
    (tmp_path / "rival" / "secret.h5").write_bytes(SECRET)
    root = tmp_path / "session"
    (root / "raw" / "run-001").mkdir(parents=True)
    (root / "raw" / "run-001" / "lyso_master.h5").write_bytes(b"0123456789")
    (root / "link").symlink_to(tmp_path / "rival")
    (root / "raw" / "link.h5").symlink_to(tmp_path / "rival" / "secret.h5")
    (root / "raw" / "loop").symlink_to(root / "raw")
    os.mkfifo(root / "raw" / "pipe")
    return root


@pytest.fixture
def storage(root):
    return SessionStorage(root)


def names(entries):
    return [entry.name for entry in entries]


def test_folders_come_first_and_links_and_devices_not_at_all(storage, root):
    (root / "raw" / "a.txt").write_bytes(b"")
    assert names(storage.entries()) == ["raw"]
    assert names(storage.entries("raw")) == ["raw/run-001", "raw/a.txt"]


def test_a_session_without_a_folder_has_no_files(tmp_path):
    assert SessionStorage(tmp_path / "none").entries() == []


def test_every_file_below_in_order(storage, root):
    (root / "raw" / "a.txt").write_bytes(b"")
    (root / "z").write_bytes(b"")
    assert names(storage.files_below()) == ["raw/a.txt", "raw/run-001/lyso_master.h5", "z"]


def test_hidden_entries_are_as_if_they_were_not_there(storage, root):
    (root / ".cache").mkdir()
    for name in (".lock", ".cache/a.txt", "raw/.lock"):
        (root / name).write_bytes(b"")
        with pytest.raises(NoSuchFile):
            storage.entry(name)
    assert names(storage.entries()) == ["raw"]
    assert names(storage.files_below()) == ["raw/run-001/lyso_master.h5"]


def test_a_file_is_described(storage, root):
    os.utime(root / "raw/run-001/lyso_master.h5", ns=(5, 1_700_000_000_000_000_007))
    entry = storage.entry("raw/run-001/lyso_master.h5")
    assert (entry.size_bytes, entry.modified_ns, entry.is_folder) == (10, 1_700_000_000_000_000_007, False)
    assert (entry.last_name, f"{entry.modified_at:%Y-%m-%d}") == ("lyso_master.h5", "2023-11-14")
    assert storage.entry("raw").is_folder
    assert storage.entry("").is_folder


@pytest.mark.parametrize(
    "name",
    [
        "none",
        "raw/none/deeper",
        "raw/run-001/lyso_master.h5/deeper",
        "../rival/secret.h5",
        "raw/../../rival/secret.h5",
        "raw/./run-001",
        "/etc/passwd",
        "raw//run-001",
        "raw/",
        "link",
        "link/secret.h5",
        "raw/link.h5",
        "raw/loop/run-001/lyso_master.h5",
        "raw/pipe",
        "raw/a\0b",
        "raw/\ud800",
        "raw/" + "x" * 300,
        "%2e%2e/rival/secret.h5",
        "..\\rival\\secret.h5",
    ],
)
def test_nothing_leads_out_of_the_folder(storage, name):
    with pytest.raises(NoSuchFile):
        storage.entry(name)


@pytest.mark.parametrize("name", ["link", "raw/link.h5", "none", "../rival", "raw/run-001/lyso_master.h5"])
def test_what_is_no_folder_is_not_listed(storage, name):
    with pytest.raises(NoSuchFile):
        storage.entries(name)


@pytest.mark.parametrize(
    "raw_name", [b"\xff\xfe.dat", b"new\nline.txt", "Größe µm 1.cbf".encode(), b"-rf *;$(x)<b>.h5"]
)
def test_hostile_names_are_found_by_what_is_shown(storage, root, raw_name):
    (root / os.fsdecode(raw_name)).write_bytes(b"content")
    (shown,) = [entry.name for entry in storage.entries() if not entry.is_folder]
    shown.encode()
    entry = storage.entry(shown)
    with storage.opened(entry) as file:
        assert os.read(file, 100) == b"content"


@pytest.fixture
def lyso(storage):
    return storage.entry("raw/run-001/lyso_master.h5")


def test_a_file_that_became_a_link_is_not_followed(storage, root, lyso):
    path = root / lyso.name
    path.unlink()
    path.symlink_to(root.parent / "rival" / "secret.h5")
    with pytest.raises(TransferBroken, match="cannot be read any more"), storage.opened(lyso):
        pass


def test_a_folder_that_became_a_link_is_not_followed(storage, root, lyso):
    (root / "raw").rename(root / "old")
    (root / "raw").symlink_to(root / "old")
    with pytest.raises(TransferBroken, match="cannot be read any more"), storage.opened(lyso):
        pass


def test_a_file_that_vanished_was_replaced_or_became_shorter_is_not_sent(storage, root, lyso):
    path = root / lyso.name
    path.write_bytes(b"012")
    with pytest.raises(TransferBroken, match="another one"), storage.opened(lyso):
        pass
    path.rename(path.with_suffix(".old"))
    path.write_bytes(b"0123456789")
    with pytest.raises(TransferBroken, match="another one"), storage.opened(lyso):
        pass
    path.unlink()
    with pytest.raises(TransferBroken, match="cannot be read any more"), storage.opened(lyso):
        pass


def test_a_file_that_grew_is_sent_as_it_was(storage, root, lyso):
    (root / lyso.name).write_bytes(b"0123456789-and-more")
    with storage.opened(lyso) as file:
        assert os.read(file, lyso.size_bytes) == b"0123456789"


def test_no_descriptor_stays_open(storage, lyso):
    before = open_descriptors()
    for name in ("raw", "raw/none", "link/x"):
        with suppress(NoSuchFile):
            storage.entries(name)
    with storage.opened(lyso):
        pass
    assert open_descriptors() == before


def open_descriptors():
    return {link.name for link in Path("/proc/self/fd").iterdir()}


def test_a_folder_that_may_not_be_read_is_told_apart_from_none(storage, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("farlight.transfer.adapters.storage.os.open", refuse)
    with pytest.raises(CannotRead, match="Permission denied"):
        storage.entry("raw")


def test_a_broken_disk_is_told_apart_from_none(storage, monkeypatch):
    def break_down(*_, **__):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("farlight.transfer.adapters.storage.os.open", break_down)
    with pytest.raises(CannotRead, match="Input/output error"):
        storage.entries("raw")
