"""What was asked of a processing, in words."""

from farlight.processing.types import BeamSearch, ProcessingOptions, Speed


def asked_in_words(options: ProcessingOptions) -> tuple[str, ...]:
    """Return what was asked for, leaving out what is usual: ``thorough``, ``images 1-60``, ``to 2.00 Å``."""
    first, last = options.first_image, options.last_image
    cell = " ".join(f"{value:g}" for value in options.unit_cell) if options.unit_cell else ""
    said = (
        "thorough" if options.speed is Speed.THOROUGH else "fast",
        f"images {first or 1}-{last or 'last'}" if first or last else "",
        f"to {options.d_min_angstrom:.2f} Å" if options.d_min_angstrom is not None else "",
        f"{options.space_group} given" if options.space_group else "",
        f"cell {cell} given" if cell else "",
        f"axes up to {options.max_cell_angstrom:g} Å" if options.max_cell_angstrom is not None else "",
        "" if options.beam_search is BeamSearch.AUTO else f"beam searched: {options.beam_search.value}",
    )
    return tuple(words for words in said if words)
