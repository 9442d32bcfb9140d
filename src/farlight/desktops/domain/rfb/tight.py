"""Where a rectangle in Tight's encoding ends (rfbproto, "Tight encoding"), for pixels of 24 bits."""

from farlight.desktops.domain.rfb.client import Read, UnknownMessageError

_TPIXEL_BYTES = 3
_SMALL_BYTES = 12
"""Less than that is not packed."""
_FILL, _JPEG, _LAST_BASIC = 0x8, 0x9, 0x7
_COPY, _PALETTE, _GRADIENT = 0, 1, 2
_TWO_COLOURS = 2
_HAS_FILTER = 0x4
_MORE, _LOW_BITS = 0x80, 0x7F


async def tight_rectangle(read: Read, width: int, height: int) -> None:
    """Read a rectangle behind its head.

    Raises
    ------
    UnknownMessageError
        When it is not packed so.
    """
    control = (await read(1))[0] >> 4
    if control == _FILL:
        await read(_TPIXEL_BYTES)
    elif control == _JPEG:
        await read(await _length(read))
    elif control <= _LAST_BASIC:
        await _basic(read, width, height, has_filter=bool(control & _HAS_FILTER))
    else:
        raise UnknownMessageError(f"Tight knows no way {control}.")


async def _basic(read: Read, width: int, height: int, *, has_filter: bool) -> None:
    line_bytes = width * _TPIXEL_BYTES
    kind = (await read(1))[0] if has_filter else _COPY
    if kind == _PALETTE:
        colours = (await read(1))[0] + 1
        await read(colours * _TPIXEL_BYTES)
        line_bytes = (width + 7) // 8 if colours <= _TWO_COLOURS else width
    elif kind not in {_COPY, _GRADIENT}:
        raise UnknownMessageError(f"Tight knows no filter {kind}.")
    size_bytes = line_bytes * height
    await read(size_bytes if size_bytes < _SMALL_BYTES else await _length(read))


async def _length(read: Read) -> int:
    """Seven bits, seven bits, eight bits, the low ones first."""
    first = (await read(1))[0]
    length = first & _LOW_BITS
    if first & _MORE:
        second = (await read(1))[0]
        length |= (second & _LOW_BITS) << 7
        if second & _MORE:
            length |= (await read(1))[0] << 14
    return length
