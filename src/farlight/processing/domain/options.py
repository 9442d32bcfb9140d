"""What may be asked of a processing, checked all at once."""

from farlight.kernel.errors import Objection
from farlight.processing.domain.symmetry import space_group_named
from farlight.processing.types import ProcessingOptions

_RESOLUTION_ANGSTROM = (0.3, 20.0)
_AXIS_ANGSTROM = (2.0, 2000.0)
_ANGLE_DEG = (20.0, 160.0)
_MOST_PROCESSORS = 256


def objections_to(options: ProcessingOptions, images: int | None = None) -> list[Objection]:
    """Return everything that is wrong with the options; empty when they can be used.

    Parameters
    ----------
    options : ProcessingOptions
        What was asked for.
    images : int or None
        How many images the run has; None leaves the range unchecked against it.
    """
    return [
        *_resolution_objections(options),
        *_cell_objections(options),
        *_range_objections(options, images),
        *_processor_objections(options),
    ]


def _resolution_objections(options: ProcessingOptions) -> list[Objection]:
    low, high = _RESOLUTION_ANGSTROM
    value = options.d_min_angstrom
    if value is None or low <= value <= high:
        return []
    return [Objection(message=f"A resolution lies between {low:g} and {high:g} Å.", field="d_min_angstrom")]


def _cell_objections(options: ProcessingOptions) -> list[Objection]:
    objections = []
    cell = options.unit_cell
    if cell is not None:
        shortest, longest = _AXIS_ANGSTROM
        if not all(shortest <= axis <= longest for axis in cell[:3]):
            message = f"The axes of a cell are between {shortest:g} and {longest:g} Å long."
            objections.append(Objection(message=message, field="unit_cell"))
        narrowest, widest = _ANGLE_DEG
        if not all(narrowest <= angle <= widest for angle in cell[3:]):
            message = f"The angles of a cell lie between {narrowest:g} and {widest:g}°."
            objections.append(Objection(message=message, field="unit_cell"))
        if not options.space_group:
            message = "A unit cell alone does not help to index."
            objections.append(Objection(message=message, mend="Give its space group too.", field="space_group"))
    if options.space_group and space_group_named(options.space_group) is None:
        message = f"{options.space_group!r} is not a space group."
        objections.append(Objection(message=message, mend="Write it like P 43 21 2 or P43212.", field="space_group"))
    longest_axis = options.max_cell_angstrom
    if longest_axis is not None and not _AXIS_ANGSTROM[0] <= longest_axis <= _AXIS_ANGSTROM[1]:
        message = f"The longest axis is at most {_AXIS_ANGSTROM[1]:g} Å."
        objections.append(Objection(message=message, field="max_cell_angstrom"))
    return objections


def _range_objections(options: ProcessingOptions, images: int | None) -> list[Objection]:
    first = options.first_image if options.first_image is not None else 1
    last = options.last_image
    objections = []
    if first < 1:
        objections.append(Objection(message="Images are counted from 1.", field="first_image"))
    if last is not None and last < first:
        message = "The last image comes before the first."
        objections.append(Objection(message=message, field="last_image"))
    if images is not None and max(first, last or 1) > images:
        message = f"The run has {images} images only."
        objections.append(Objection(message=message, field="last_image" if (last or 1) > images else "first_image"))
    return objections


def _processor_objections(options: ProcessingOptions) -> list[Objection]:
    if options.processors is None or 1 <= options.processors <= _MOST_PROCESSORS:
        return []
    return [Objection(message=f"Between 1 and {_MOST_PROCESSORS} processes can work.", field="processors")]
