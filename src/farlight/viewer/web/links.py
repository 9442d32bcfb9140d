"""Where the keys and buttons of the viewer lead."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from farlight.science.rendering import ColourMap
from farlight.viewer.domain.settings import ViewSettings
from farlight.viewer.queries.pictures import ImageView

PICTURE_SIZE_PX = 1100
FAR_STEP = 10


@dataclass(frozen=True, kw_only=True)
class Link:
    """A button of the viewer."""

    key: str
    """The key that presses it."""
    word: str
    """What it does."""
    icon: str
    href: str
    is_on: bool | None = None
    """For switches: whether it is on."""


def address_of(view: ImageView, settings: ViewSettings, image: int) -> str:
    """Return the address of an image's page."""
    path = reverse("viewer:image_detail", args=[view.run.session, view.run.number, image])
    return f"{path}{settings.query()}"


@dataclass(frozen=True, kw_only=True)
class IslandAddresses:
    """Where the viewer in the browser finds what it needs."""

    manifest: str
    series: str
    page: str
    """Of an image's page, with ``{image}`` in the place of its number."""


def island_addresses(view: ImageView) -> IslandAddresses:
    """Return the addresses that the viewer in the browser asks."""
    run = f"/api/v1/sessions/{view.run.session}/runs/{view.run.number}"
    path = reverse("viewer:image_detail", args=[view.run.session, view.run.number, view.image])
    page = f"{path.removesuffix(f'{view.image}/')}{{image}}/"
    return IslandAddresses(manifest=f"{run}/viewer", series=f"{run}/series", page=page)


def picture_address(view: ImageView, settings: ViewSettings, image: int) -> str:
    """Return the address of an image's picture, as the settings want it."""
    part = view.window
    query: dict[str, str | int] = {"size": PICTURE_SIZE_PX}
    if settings.contrast != 1:
        query["contrast"] = f"{settings.contrast:.3g}"
    if settings.invert:
        query["invert"] = "true"
    if settings.colours is not ColourMap.GREY:
        query["colours"] = settings.colours.value
    if settings.zoom > 1:
        query["window"] = f"{part.slow_px},{part.fast_px},{part.rows},{part.columns}"
    run = f"/api/v1/sessions/{view.run.session}/runs/{view.run.number}"
    return f"{run}/images/{image}.webp?{urlencode(query, safe=',')}"


def links_of(view: ImageView, settings: ViewSettings) -> dict[str, list[Link]]:
    """Return all buttons, by group: steps through the run, looks, and moves over the image."""
    return {"steps": _steps(view, settings), "looks": _looks(view, settings), "moves": _moves(view, settings)}


def _steps(view: ImageView, settings: ViewSettings) -> list[Link]:
    steps = (
        ("Home", "first image", "arrow-bar-to-left", 1),
        ("PageUp", "ten images back", "chevrons-left", max(view.image - FAR_STEP, 1)),
        ("ArrowLeft", "previous image", "chevron-left", max(view.image - 1, 1)),
        ("ArrowRight", "next image", "chevron-right", min(view.image + 1, view.last)),
        ("PageDown", "ten images on", "chevrons-right", min(view.image + FAR_STEP, view.last)),
        ("End", "last image", "arrow-bar-to-right", view.last),
    )
    return [Link(key=key, word=word, icon=icon, href=address_of(view, settings, to)) for key, word, icon, to in steps]


def _looks(view: ImageView, settings: ViewSettings) -> list[Link]:
    maps = list(ColourMap)
    colours = maps[(maps.index(settings.colours) + 1) % len(maps)]
    looks: list[tuple[str, str, str, ViewSettings, bool | None]] = [
        ("+", "more contrast", "sun", settings.brighter(), None),
        ("-", "less contrast", "moon", settings.dimmer(), None),
        ("i", "invert", "brightness-half", replace(settings, invert=not settings.invert), settings.invert),
        ("c", "other colours", "palette", replace(settings, colours=colours), None),
        ("r", "resolution rings", "circle-dot", replace(settings, rings=not settings.rings), settings.rings),
        ("p", "found spots", "chart-dots", replace(settings, spots=not settings.spots), settings.spots),
    ]
    return [
        Link(key=key, word=word, icon=icon, href=address_of(view, to, view.image), is_on=is_on)
        for key, word, icon, to, is_on in looks
    ]


def _moves(view: ImageView, settings: ViewSettings) -> list[Link]:
    moves = [("z", "zoom in", "zoom-in", settings.zoomed(1))]
    if settings.zoom > 1:
        moves += [
            ("x", "zoom out", "zoom-out", settings.zoomed(-1)),
            ("a", "to the left", "arrow-left", settings.moved(0, -1)),
            ("w", "up", "arrow-up", settings.moved(-1, 0)),
            ("s", "down", "arrow-down", settings.moved(1, 0)),
            ("d", "to the right", "arrow-right", settings.moved(0, 1)),
        ]
    return [Link(key=k, word=word, icon=icon, href=address_of(view, to, view.image)) for k, word, icon, to in moves]
