"""Physical pieces follow the parcel that they lie in."""

from datetime import datetime

from farlight.samples.public import set_specimen_state, specimens_with_keys
from farlight.samples.types import SpecimenState
from farlight.shipping.access import parcel_row
from farlight.shipping.domain.machine import fold
from farlight.shipping.domain.pieces import state_of_pieces, steps_of_piece
from farlight.shipping.queries.contents import contents_of_parcel
from farlight.shipping.queries.moves import moves_of


def take_pieces_along(parcel: str, *, now: datetime) -> int:
    """Say of everything in a parcel that it is where the parcel is; return of how many pieces. May be done twice."""
    row = parcel_row(parcel)
    wanted = state_of_pieces(fold(moves_of(row)))
    if wanted is None:
        return 0
    pieces = specimens_with_keys([piece.id for piece in contents_of_parcel(row).specimens()])
    ways = [(piece, steps_of_piece(SpecimenState(piece.state), wanted)) for piece in pieces]
    for piece, way in ways:
        for state in way:
            set_specimen_state(specimen=piece, to=state, now=now)
    return sum(bool(way) for _, way in ways)
