"""What a check says: each thing by itself, in words, with what mends it."""

from collections.abc import Sequence

from farlight.readiness.types import CheckLine, KnownFacts, Measured, Standing
from farlight.safety.types import TrainingStanding, TrainingState

FAST_MS, SLOW_MS = 150.0, 300.0
"""Above the first, a desktop feels slow; above the second, nobody drives one with pleasure."""
DOWN_GOOD_BYTES_PER_S, DOWN_WEAK_BYTES_PER_S = 1.25e6, 0.25e6
"""10 and 2 Mbit/s."""
UP_GOOD_BYTES_PER_S = 0.125e6
"""1 Mbit/s: keys, clicks and small files."""
CLOCK_GOOD_S, CLOCK_WEAK_S = 5.0, 25.0
"""A one-time code is good for thirty seconds."""
WIDE_PX, HIGH_PX = 1200, 700
_ORDER = (Standing.GOOD, Standing.UNKNOWN, Standing.WEAK, Standing.BAD)
_BITS, _MEGA = 8, 1e6


def lines_of(measured: Measured | None, known: KnownFacts, *, gateway: str) -> list[CheckLine]:
    """Return all that was looked at, the facility's own facts last; ``gateway`` is the line that tries SSH."""
    return [
        *_of_browser(measured),
        *_of_line(measured),
        _factor(known),
        *map(_training, known.trainings),
        _ssh(known, gateway),
    ]


def worst_of(lines: Sequence[CheckLine]) -> Standing:
    """Return the standing of the line that is worst."""
    return max((line.standing for line in lines), key=_ORDER.index)


def _of_browser(measured: Measured | None) -> list[CheckLine]:
    if measured is None:
        return [_unknown("Browser"), _unknown("Screen"), _unknown("Clock")]
    return [_browser(measured), _screen(measured), _clock(measured)]


def _of_line(measured: Measured | None) -> list[CheckLine]:
    if measured is None:
        return [_unknown("Live events"), _unknown("Websockets"), _unknown("Speed of the line"), _unknown("Delay")]
    return [_stream(measured), _websocket(measured), _speed(measured), _delay(measured)]


def _unknown(name: str) -> CheckLine:
    return CheckLine(name=name, standing=Standing.UNKNOWN, words="Not checked yet.")


def _line(name: str, standing: Standing, words: str, mend: str, link: str = "") -> CheckLine:
    is_good = standing is Standing.GOOD
    return CheckLine(
        name=name, standing=standing, words=words, mend="" if is_good else mend, link="" if is_good else link
    )


def _browser(measured: Measured) -> CheckLine:
    standing = Standing.GOOD if measured.has_webgl else Standing.WEAK
    words = f"{measured.browser}{'' if measured.has_webgl else '; images are drawn without the graphics card'}."
    mend = "Images come more slowly so. Switch hardware acceleration on, or take another browser."
    return _line("Browser", standing, words, mend)


def _screen(measured: Measured) -> CheckLine:
    width, height = measured.screen_width_px, measured.screen_height_px
    standing = Standing.GOOD if width >= WIDE_PX and height >= HIGH_PX else Standing.WEAK
    mend = f"Good for watching. For the desktop take a screen of {WIDE_PX} by {HIGH_PX} pixels or more."
    return _line("Screen", standing, f"{width} by {height} pixels.", mend)


def _clock(measured: Measured) -> CheckLine:
    off_s = abs(measured.clock_ahead_s)
    standing = _by_limits(off_s, CLOCK_GOOD_S, CLOCK_WEAK_S)
    way = "ahead of" if measured.clock_ahead_s > 0 else "behind"
    words = "As the facility's." if standing is Standing.GOOD else f"{off_s:.0f} s {way} the facility's."
    return _line("Clock", standing, words, "Let the computer set its clock by itself; codes depend on it.")


def _stream(measured: Measured) -> CheckLine:
    if measured.has_event_stream:
        return _line("Live events", Standing.GOOD, "They come at once.", "")
    mend = "Something on the way holds answers back: ask your network's people to let event streams through."
    return _line("Live events", Standing.BAD, "They did not come within five seconds.", mend)


def _websocket(measured: Measured) -> CheckLine:
    if measured.has_websocket:
        return _line("Websockets", Standing.GOOD, "They open: cameras and desktops will.", "")
    mend = "Something on the way closes them: try without VPN or proxy, or ask your network's people."
    return _line("Websockets", Standing.BAD, "None opened: cameras and desktops will not.", mend)


def _speed(measured: Measured) -> CheckLine:
    down, up = measured.down_bytes_per_s, measured.up_bytes_per_s
    standing = Standing.WEAK
    if down >= DOWN_GOOD_BYTES_PER_S and up >= UP_GOOD_BYTES_PER_S:
        standing = Standing.GOOD
    elif down < DOWN_WEAK_BYTES_PER_S:
        standing = Standing.BAD
    words = f"{_mbit(down)} Mbit/s down, {_mbit(up)} Mbit/s up."
    mend = "Pictures and desktops come more coarsely so. A cable helps more often than not."
    return _line("Speed of the line", standing, words, mend)


def _delay(measured: Measured) -> CheckLine:
    standing = _by_limits(measured.latency_ms, FAST_MS, SLOW_MS)
    mend = "Driving a desktop feels slow; a VPN or a wireless line often adds most of it."
    return _line("Delay", standing, f"{measured.latency_ms:.0f} ms there and back.", mend)


def _factor(known: KnownFacts) -> CheckLine:
    if known.has_factor:
        return _line("Second factor", Standing.GOOD, "It is set up.", "")
    standing = Standing.BAD if known.is_factor_demanded else Standing.WEAK
    words = "There is none, and your part needs one." if known.is_factor_demanded else "There is none."
    return _line("Second factor", standing, words, "Set up an app or a passkey now.", "/account/security/")


def _ssh(known: KnownFacts, gateway: str) -> CheckLine:
    if known.ssh_at is not None:
        return _line("SSH", Standing.GOOD, "You came in by SSH: the way is open.", "")
    mend = f"If you want to take files by SFTP, try from your computer: {gateway}"
    return CheckLine(name="SSH", standing=Standing.UNKNOWN, words="You have not come in by SSH yet.", mend=mend)


def _training(standing: TrainingStanding) -> CheckLine:
    name, until = standing.training.name, standing.until
    words, how = {
        TrainingState.COUNTS: (f"It counts until {until:%d %B %Y}." if until else "", Standing.GOOD),
        TrainingState.ENDS_TOO_EARLY: (
            f"It ends on {until:%d %B %Y}, before the session does." if until else "",
            Standing.BAD,
        ),
        TrainingState.STARTS_LATER: ("It does not count yet.", Standing.BAD),
        TrainingState.WITHDRAWN: (f"It was withdrawn: {standing.reason}", Standing.BAD),
        TrainingState.IS_OVER: (f"It ended on {until:%d %B %Y}." if until else "", Standing.BAD),
        TrainingState.MISSING: ("You have not taken it, or nobody wrote it down.", Standing.BAD),
    }[standing.state]
    mend = "Take it before the session; ask your local contact when you have."
    return _line(f"Training: {name}", how, words, mend, standing.training.link)


def _by_limits(value: float, good: float, weak: float) -> Standing:
    if value <= good:
        return Standing.GOOD
    return Standing.WEAK if value <= weak else Standing.BAD


def _mbit(bytes_per_s: float) -> str:
    return f"{float(f'{bytes_per_s * _BITS / _MEGA:.3g}'):g}"
