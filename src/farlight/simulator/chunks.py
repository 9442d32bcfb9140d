"""Moving compressed frames from one HDF5 file to another without unpacking them."""

import h5py

BITSHUFFLE = 32008
BITSHUFFLE_OWN_VALUES = 3
"""The filter puts its version and the size of an element before the values that it is given."""


def same_but_empty(original: h5py.Dataset, file: h5py.File, name: str, frames: int) -> h5py.Dataset:
    """Create a dataset like another one, filters and all, with room for so many frames, and nothing in it."""
    parent = file.require_group(name.rpartition("/")[0] or "/")
    space = h5py.h5s.create_simple((frames, *original.shape[1:]))
    plan = original.id.get_create_plist()
    _renew_bitshuffle(plan)
    own_name = name.rpartition("/")[2].encode()
    dataset = h5py.Dataset(h5py.h5d.create(parent.id, own_name, original.id.get_type(), space, dcpl=plan))
    dataset.attrs.update(original.attrs)
    return dataset


def _renew_bitshuffle(plan: h5py.h5p.PropDCID) -> None:
    """Take away what the filter would add once more."""
    for number in range(plan.get_nfilters()):
        code, flags, values, _ = plan.get_filter(number)
        if code == BITSHUFFLE:
            plan.remove_filter(code)
            plan.set_filter(code, flags, tuple(values[BITSHUFFLE_OWN_VALUES:]))
            return
