"""What HDF5 files hold, part by part: the operations that H5Web asks (those of h5grove, in its words)."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Annotated, Literal

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from farlight.kernel.asgi import give_way
from farlight.kernel.disks import PATIENCE_S, DiskHangs
from farlight.people.public import ApiKeyOrSessionAsync, person_of
from farlight.transfer.access import session_files
from farlight.transfer.adapters.hdf5_content import Encoded, Place, attributes, metadata, paths, statistics, values
from farlight.transfer.adapters.hdf5_links import hdf5_folder
from farlight.transfer.rest.answers import NOTHING_RUNS

router = Router(tags=["files"])

READERS = 2
"""HDF5 reads one thing at a time; a second thread packs meanwhile."""
_readers = ThreadPoolExecutor(READERS, thread_name_prefix="hdf5")

Name = Annotated[str, Query(alias="file")]
"""Name of the file, from the session's folder on."""


class ValuesQuery(Schema):
    """Which values, and how they are packed."""

    selection: str = ""
    """Like ``5,:,0:100``; all when empty."""
    format: Literal["json", "bin", "csv", "npy", "tiff"] = "json"
    dtype: Literal["origin", "safe"] = "origin"
    """``safe``: of a type that browsers know."""
    flatten: bool = False


@router.get(
    "/sessions/{code}/hdf5/meta", operation_id="hdf5_metadata", auth=ApiKeyOrSessionAsync(), response={200: dict}
)
async def hdf5_metadata(request: HttpRequest, code: str, file: Name = "", path: str = "/") -> HttpResponse:
    """Return what stands at a path of an HDF5 file: kind, type, shape, attributes, children."""
    return await _answered(request, code, file, path, metadata)


@router.get(
    "/sessions/{code}/hdf5/attr", operation_id="hdf5_attributes", auth=ApiKeyOrSessionAsync(), response={200: dict}
)
async def hdf5_attributes(
    request: HttpRequest,
    code: str,
    file: Name = "",
    path: str = "/",
    attr_keys: Annotated[list[str] | None, Query()] = None,
) -> HttpResponse:
    """Return the attributes of what stands at a path of an HDF5 file."""
    return await _answered(request, code, file, path, partial(attributes, names=attr_keys))


@router.get("/sessions/{code}/hdf5/data", operation_id="hdf5_values", auth=ApiKeyOrSessionAsync(), response={200: None})
async def hdf5_values(
    request: HttpRequest, code: str, query: Query[ValuesQuery], file: Name = "", path: str = "/"
) -> HttpResponse:
    """Return values of a dataset of an HDF5 file."""
    chosen = partial(values, selection=query.selection, form=query.format, dtype=query.dtype, flatten=query.flatten)
    return await _answered(request, code, file, path, chosen)


@router.get(
    "/sessions/{code}/hdf5/stats", operation_id="hdf5_statistics", auth=ApiKeyOrSessionAsync(), response={200: dict}
)
async def hdf5_statistics(
    request: HttpRequest, code: str, file: Name = "", path: str = "/", selection: str = ""
) -> HttpResponse:
    """Return least, greatest, mean and deviation of values of a dataset."""
    return await _answered(request, code, file, path, partial(statistics, selection=selection))


@router.get(
    "/sessions/{code}/hdf5/paths", operation_id="hdf5_paths", auth=ApiKeyOrSessionAsync(), response={200: list[str]}
)
async def hdf5_paths(request: HttpRequest, code: str, file: Name = "", path: str = "/") -> HttpResponse:
    """Return the paths of everything in a group of an HDF5 file."""
    return await _answered(request, code, file, path, paths)


async def _answered(
    request: HttpRequest, code: str, name: str, path: str, question: Callable[[Place], Encoded]
) -> HttpResponse:
    """Ask a file; reading goes on beside the other requests."""
    files = await sync_to_async(session_files)(person_of(request), code)

    def read() -> Encoded:
        entry = files.entry(name)
        with hdf5_folder(files.storage) as folder:
            return question(Place(folder=folder, file=folder.opened(entry), path=path))

    give_way()
    reading = asyncio.get_running_loop().run_in_executor(_readers, read)
    if not (await asyncio.wait([reading], timeout=PATIENCE_S))[0]:
        reading.cancel()
        raise DiskHangs(files.session)
    found = reading.result()
    return HttpResponse(
        found.content,
        headers={**found.headers, "Cache-Control": "private, no-cache", "Content-Security-Policy": NOTHING_RUNS},
    )
