"""What the viewer shows of a run's image."""

import hashlib
from dataclasses import dataclass

from farlight import __version__
from farlight.bus.public import newest_number
from farlight.kernel.errors import NotFound
from farlight.kernel.ids import run_code
from farlight.people.types import Actor
from farlight.runs.public import run_files, series_of
from farlight.runs.types import RunFiles, RunSummary
from farlight.science.rendering import PictureStyle, Window, render_frame
from farlight.science.spots import find_spots
from farlight.viewer.adapters.frames import Frame, frames
from farlight.viewer.domain.overlay import overlay_of
from farlight.viewer.domain.settings import ViewSettings
from farlight.viewer.types import ImageValues, Overlay


@dataclass(frozen=True, kw_only=True)
class ImageView:
    """A page of the viewer."""

    run: RunSummary
    image: int
    last: int
    """Number of the newest image that can be shown."""
    shape: tuple[int, int]
    window: Window
    overlay: Overlay
    values: ImageValues
    angle_deg: float | None
    """Angle at the start of the image; None when the crystal did not turn."""
    has_geometry: bool
    newest_event: int
    """Number of the session's newest event when the page was made."""


def image_view(person: Actor, session: str, number: int, image: int, settings: ViewSettings) -> ImageView:
    """Return what the page of an image shows.

    Raises
    ------
    NotFound
        When the person may not know of the run, or it has no such image (yet).
    NotAllowed
        When the person may not read files of the session.
    ImageError
        When the files cannot be read.
    """
    newest_event = newest_number(session)  # before all else: what comes meanwhile is told by the stream
    run, files = run_files(person, run_code(session, number))
    facts = frames.facts(files.master)
    if not 1 <= image <= facts.ready:
        raise NotFound(f"Run {run.code} has {facts.ready} images; there is no image {image}.")
    window = settings.window(facts.shape)
    frame = frames.frame(files.master, image) if settings.spots else None
    spots = find_spots(frame.image, frame.mask) if frame else None
    return ImageView(
        run=run,
        image=image,
        last=max(facts.ready, image),
        shape=facts.shape,
        window=window,
        overlay=overlay_of(facts.geometry, window, rings=settings.rings, spots=spots),
        values=_values(run, image),
        angle_deg=run.start_deg + (image - 1) * run.width_deg if run.width_deg else None,
        has_geometry=facts.geometry is not None,
        newest_event=newest_event,
    )


def _frame(run: RunSummary, files: RunFiles, image: int) -> Frame:
    if not 1 <= image <= max(run.images, run.frames):
        raise NotFound(f"Run {run.code} has {run.frames} images; there is no image {image}.")
    return frames.frame(files.master, image)


def _values(run: RunSummary, image: int) -> ImageValues:
    series = series_of(run, after=image - 1, limit=1)
    if series.image_numbers != (image,):
        return ImageValues()
    return ImageValues(
        spots=series.spots[0],
        resolution_angstrom=series.resolution_angstrom[0],
        total_intensity=series.total_intensity[0],
        ice_score=series.ice_score[0],
    )


@dataclass(frozen=True, kw_only=True)
class PictureOrder:
    """A picture that somebody asked for and may have."""

    run: RunSummary
    files: RunFiles
    image: int
    style: PictureStyle

    @property
    def etag(self) -> str:
        """Name of exactly this picture: frames that are written never change."""
        known = (self.run.code, self.run.started.isoformat(), self.image, self.style, __version__)
        return f'"{hashlib.sha256(repr(known).encode()).hexdigest()[:32]}"'

    def drawn(self) -> bytes:
        """Read the frame and draw it: some milliseconds, without the Python lock for most of them.

        Raises
        ------
        NotFound
            When the run has no such image (yet).
        ImageError
            When the files cannot be read.
        Invalid
            When the window lies beside the image.
        """
        frame = _frame(self.run, self.files, self.image)
        return render_frame(frame.image, frame.mask, self.style)


def picture_order(person: Actor, session: str, number: int, image: int, style: PictureStyle) -> PictureOrder:
    """Return a picture that can be drawn.

    Raises
    ------
    NotFound
        When the person may not know of the run.
    NotAllowed
        When the person may not read files of the session.
    """
    run, files = run_files(person, run_code(session, number))
    return PictureOrder(run=run, files=files, image=image, style=style)
