"""Files appear whole, once, and leave nothing beside them."""

import pytest

from farlight.kernel.files import write_new_file


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_file_is_written_into_a_folder_that_is_made_for_it(tmp_path):
    folder = tmp_path / "papers" / "2027"
    assert write_new_file(folder, "label.pdf", b"%PDF") == folder / "label.pdf"
    assert contents(folder) == {"label.pdf": b"%PDF"}


def test_a_file_that_is_there_stays_as_it_is_and_nothing_lies_beside_it(tmp_path):
    write_new_file(tmp_path, "label.pdf", b"first")
    with pytest.raises(FileExistsError):
        write_new_file(tmp_path, "label.pdf", b"second")
    assert contents(tmp_path) == {"label.pdf": b"first"}
