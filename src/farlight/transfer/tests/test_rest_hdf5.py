"""HDF5 files are looked into, and what stands in them leads nowhere else."""

import json

import h5py
import numpy as np
import pytest

from farlight.beamtime.public import session_folder
from farlight.people.tests.factories import make_person
from farlight.transfer.adapters import hdf5_content
from farlight.transfer.tests.conftest import BACKEND, body_of
from farlight.transfer.tests.factories import make_session

FRAMES = np.arange(3 * 4 * 5, dtype=np.uint16).reshape(3, 4, 5)
SECRET = b"rival-secret"


@pytest.fixture
def folder(session):
    folder = session_folder(session.code) / "raw" / "run-001"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def rival_file(db):
    """A file of another group, of the same storage."""
    rival = make_session(make_person("rita"), "mx9999", beamline="sim2")
    path = session_folder(rival.code) / "raw" / "hidden.h5"
    path.parent.mkdir(parents=True, exist_ok=True)
    with h5py.File(path, "w") as file:
        file["values"] = np.frombuffer(SECRET, np.uint8)
        file.attrs["secret"] = SECRET
    return path


@pytest.fixture
def master(folder):
    """A master as detectors write it: external links, soft links, a virtual dataset, attributes."""
    with h5py.File(folder / "data_000001.h5", "w") as data:
        data["entry/data/data"] = FRAMES
    path = folder / "master.nxs"
    with h5py.File(path, "w") as file:
        file.attrs["default"] = "entry"
        file["entry/title"] = "insulin"
        file["entry/data/data_000001"] = h5py.ExternalLink("data_000001.h5", "/entry/data/data")
        file["entry/first"] = h5py.SoftLink("/entry/data/data_000001")
        layout = h5py.VirtualLayout(FRAMES.shape, FRAMES.dtype)
        layout[:] = h5py.VirtualSource("data_000001.h5", "entry/data/data", FRAMES.shape)
        file.create_virtual_dataset("entry/data/all", layout)
        file["entry/nowhere"] = h5py.SoftLink("/not/there")
    return path


@pytest.fixture
def ask(client, ada, session):
    client.force_login(ada, backend=BACKEND)

    def ask(operation, path="/", file="raw/run-001/master.nxs", **query):
        return client.get(f"/api/v1/sessions/{session.code}/hdf5/{operation}", {"file": file, "path": path, **query})

    return ask


def children(answer):
    return {child["name"]: child["kind"] for child in answer.json()["children"]}


def test_groups_show_what_they_hold_links_followed(ask, master):
    assert children(ask("meta")) == {"entry": "group"}
    assert children(ask("meta", "/entry")) == {
        "data": "group",
        "first": "dataset",
        "nowhere": "soft_link",
        "title": "dataset",
    }
    assert children(ask("meta", "/entry/data")) == {"all": "dataset", "data_000001": "dataset"}
    assert ask("attr").json() == {"default": "entry"}
    assert ask("attr", attr_keys=["none"]).status_code == 404


@pytest.mark.parametrize("path", ["/entry/data/data_000001", "/entry/first", "/entry/data/all"])
def test_values_come_through_links_and_virtual_datasets(ask, master, path):
    answer = ask("data", path, selection="1,:,2:4", format="bin", dtype="safe")
    assert np.frombuffer(answer.content, np.uint16).tolist() == FRAMES[1, :, 2:4].ravel().tolist()
    assert ask("data", path).json() == FRAMES.tolist()
    assert ask("stats", path, selection="0").json()["max"] == 19
    assert ask("meta", path).json()["shape"] == [3, 4, 5]


def test_paths_of_a_group_are_listed(ask, master):
    assert ask("paths", "/entry/data").json() == ["/entry/data", "/entry/data/all", "/entry/data/data_000001"]


def test_text_and_downloads(ask, master):
    assert ask("data", "/entry/title").json() == "insulin"
    assert ask("data", "/entry/first", format="npy")["Content-Disposition"] == 'attachment; filename="data.npy"'
    assert ask("data", "/entry/first", selection="0", format="csv").content.startswith(b"0.0")


@pytest.mark.parametrize(
    ("operation", "path", "query", "expected"),
    [
        ("meta", "/none", {}, (404, "holds nothing")),
        ("data", "/entry", {}, (422, "has no values")),
        ("data", "/entry/first", {"selection": "a"}, (422, "is not a selection")),
        ("data", "/entry/first", {"selection": "9"}, (422, "out of range")),
        ("data", "/entry/first", {"selection": "0,0,0,0"}, (422, "4 parts where the data have 3")),
        ("data", "/entry/title", {"format": "bin", "dtype": "safe"}, (422, "non-numeric")),
        ("stats", "/entry/title", {}, (422, "")),
    ],
)
def test_what_cannot_be_answered_is_said(ask, master, operation, path, query, expected):
    status, words = expected
    answer = ask(operation, path, **query)
    assert answer.status_code == status
    assert words in json.dumps(answer.json())


def test_too_many_values_are_refused_before_they_are_read(ask, folder):
    with h5py.File(folder / "large.h5", "w") as file:
        file.create_dataset("frames", shape=(3600, 4362, 4148), dtype=np.uint32, chunks=(1, 4362, 4148))
    answer = ask("data", "/frames", file="raw/run-001/large.h5", format="bin")
    assert answer.status_code == 422
    assert "That is 260547 MB of values; one answer gives up to 168 MB." in answer.content.decode()
    one = ask("data", "/frames", file="raw/run-001/large.h5", format="bin", selection="7,0:10,:")
    assert len(one.content) == 10 * 4148 * 4


@pytest.mark.parametrize("absolute", [True, False])
def test_external_links_do_not_leave_the_session(ask, folder, rival_file, absolute):
    target = str(rival_file) if absolute else "../../../../../sim2" + str(rival_file).partition("sim2")[2]
    assert (folder / target).resolve() == rival_file.resolve()
    with h5py.File(folder / "trap.h5", "w") as file:
        file["stolen"] = h5py.ExternalLink(target, "/values")
        file["whole"] = h5py.ExternalLink(target, "/")
        file["round"] = h5py.SoftLink("/stolen")
    answers = [
        ask(operation, path, file="raw/run-001/trap.h5")
        for operation in ("meta", "data", "attr", "stats", "paths")
        for path in ("/", "/stolen", "/whole", "/whole/values", "/round")
    ]
    assert all(SECRET not in answer.content for answer in answers)
    assert all(str(list(SECRET)).replace(" ", "") not in answer.content.decode().replace(" ", "") for answer in answers)
    assert ask("data", "/stolen", file="raw/run-001/trap.h5").status_code == 404
    assert children(ask("meta", file="raw/run-001/trap.h5"))["stolen"] == "external_link"


def test_virtual_datasets_and_external_storage_do_not_leave_the_session(ask, folder, rival_file):
    with h5py.File(folder / "trap.h5", "w") as file:
        layout = h5py.VirtualLayout((len(SECRET),), np.uint8)
        layout[:] = h5py.VirtualSource(str(rival_file), "values", (len(SECRET),))
        file.create_virtual_dataset("virtual", layout)
        file.create_dataset("raw", (12,), np.uint8, external=[(str(rival_file), 0, 12)])
        inner = h5py.VirtualLayout((len(SECRET),), np.uint8)
        inner[:] = h5py.VirtualSource(".", "virtual", (len(SECRET),))
        file.create_virtual_dataset("twice", inner)
    for path in ("/virtual", "/raw", "/twice"):
        for operation in ("data", "stats"):
            answer = ask(operation, path, file="raw/run-001/trap.h5")
            assert answer.status_code == 404, path


def test_links_on_disk_are_not_followed(ask, folder, rival_file):
    (folder / "link.h5").symlink_to(rival_file)
    with h5py.File(folder / "trap.h5", "w") as file:
        file["stolen"] = h5py.ExternalLink("link.h5", "/values")
    assert ask("data", "/stolen", file="raw/run-001/trap.h5").status_code == 404
    assert ask("meta", file="raw/run-001/link.h5").status_code == 404


def test_links_in_circles_end(ask, folder):
    with h5py.File(folder / "circle.h5", "w") as file:
        file["a"] = h5py.SoftLink("/b")
        file["b"] = h5py.SoftLink("/a")
        file["self"] = h5py.ExternalLink("circle.h5", "/self")
    for path in ("/a", "/self"):
        assert ask("data", path, file="raw/run-001/circle.h5").status_code == 404
    assert children(ask("meta", file="raw/run-001/circle.h5")) == {
        "a": "soft_link",
        "b": "soft_link",
        "self": "external_link",
    }


def test_missing_parts_of_a_virtual_dataset_are_filled(ask, folder, master):
    (folder / "data_000001.h5").unlink()
    assert ask("data", "/entry/data/all", selection="0,0,:").json() == [0, 0, 0, 0, 0]
    assert ask("data", "/entry/data/data_000001").status_code == 404


def test_damaged_and_foreign_files_say_so(ask, folder, master):
    (folder / "damaged.h5").write_bytes(b"no HDF5 at all")
    answer = ask("meta", file="raw/run-001/damaged.h5")
    assert (answer.status_code, "not an HDF5 file" in answer.content.decode()) == (422, True)


def test_rivals_and_strangers_see_nothing(client, session, master):
    address = f"/api/v1/sessions/{session.code}/hdf5/meta"
    known = {"file": "raw/run-001/master.nxs"}
    client.force_login(make_person("rolf"), backend=BACKEND)
    there, nowhere = client.get(address, known), client.get("/api/v1/sessions/mx404-1/hdf5/meta", known)
    assert (there.status_code, nowhere.status_code) == (404, 404)
    client.logout()
    assert client.get(address, known).status_code == 401


def test_many_paths_are_cut(ask, folder, monkeypatch):
    with h5py.File(folder / "many.h5", "w") as file:
        for number in range(30):
            file[f"group/{number}"] = number
    monkeypatch.setattr(hdf5_content, "PATHS_MOST", 10)
    assert len(ask("paths", file="raw/run-001/many.h5").json()) == 11


def test_the_page_of_a_file_shows_it_by_its_kind(client, ada, session, write, master):
    client.force_login(ada, backend=BACKEND)
    write("processed/list.csv", "Name;Größe\nA;1,5\n".encode())
    write("processed/picture.png", b"\x89PNG")
    write("processed/report.pdf", b"%PDF-1.4")
    write("processed/thing.bin", b"\0\1")
    shown = {
        "raw/run-001/master.nxs": "<farlight-hdf5",
        "processed/list.csv": "<td>1,5</td>",
        "processed/picture.png": f'<img src="/api/v1/sessions/{session.code}/files/processed/picture.png?show=true"',
        "processed/report.pdf": "<object",
        "processed/thing.bin": "not shown here",
        "processed/own <b>notes.html": "&lt;script&gt;alert(1)&lt;/script&gt;",
        "processing/run-001/dials-1/dials.index.log": "Größe: 78.1 Å",
    }
    for name, words in shown.items():
        answer = client.get(f"/sessions/{session.code}/view/{name}")
        assert (answer.status_code, words in answer.content.decode()) == (200, True), name
    assert client.get(f"/sessions/{session.code}/view/processed/none.txt").status_code == 404
    pdf = client.get(f"/api/v1/sessions/{session.code}/files/processed/report.pdf?show=true")
    assert (body_of(pdf), "sandbox" in pdf["Content-Security-Policy"]) == (b"%PDF-1.4", False)
    client.force_login(make_person("rolf"), backend=BACKEND)
    assert client.get(f"/sessions/{session.code}/view/processed/list.csv").status_code == 404
