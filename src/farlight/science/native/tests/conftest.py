import pytest

from farlight.science.native import overviews, unpacking
from farlight.science.native.library import library


@pytest.fixture(params=["built", "missing"])
def each_way(request, monkeypatch):
    """Everything is the same with the library, and without it."""
    if request.param == "missing":
        monkeypatch.setattr(unpacking, "library", lambda: None)
        monkeypatch.setattr(overviews, "library", lambda: None)
    else:
        assert library() is not None, "make native"
    return request.param
