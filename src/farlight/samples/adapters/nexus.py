"""NXsample groups in HDF5 files."""

from collections.abc import Mapping
from typing import Any

import h5py

from farlight.samples.domain.techniques.nexus import CLASS, UNIT


def write_nxsample(parent: h5py.Group, tree: Mapping[str, Any], name: str = "sample") -> h5py.Group:
    """Write a tree of ``nxsample`` into a group of a file and return the new group.

    Parameters
    ----------
    parent
        Usually the NXentry.
    tree
        Fields, their units, and groups in it.
    name
        Of the new group; one of that name must not be there.
    """
    group = parent.create_group(name)
    group.attrs["NX_class"] = tree[CLASS]
    for key, value in tree.items():
        if isinstance(value, Mapping):
            write_nxsample(group, value, key)
        elif "@" not in key:
            group[key] = value
            if f"{key}{UNIT}" in tree:
                group[key].attrs["units"] = tree[f"{key}{UNIT}"]
    return group
