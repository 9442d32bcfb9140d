"""``{% load ui %}``: signs, states, times and units in templates."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlencode, urlsplit

from django import template
from django.conf import settings
from django.forms import BoundField, CheckboxInput, Select
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from farlight.kernel.errors import Objection
from farlight.ui.domain import states, values

register = template.Library()

for written in (
    values.angstrom,
    values.degrees,
    values.kev,
    values.electronvolts,
    values.seconds,
    values.percent,
    values.file_size,
    values.unit_cell_text,
):
    register.filter(written.__name__, written)


@register.filter
def space_group(symbol: str) -> SafeString:
    """Hermann-Mauguin symbol with its screw axes lowered: ``P 43 21 2`` becomes P4₃2₁2."""
    parts = values.space_group_parts(symbol)
    return format_html_join(
        "", "{}", ((format_html("<sub>{}</sub>", text) if is_low else text,) for text, is_low in parts)
    )


@register.filter
def unlocalised(value: float) -> str:
    """Number as programs read it: ``0.75``, ``20``."""
    return f"{value:g}"


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Sign from the sprite; with a label it is read aloud, without one it is decoration."""
    return _sign(f"{static('built/icons.svg')}#{name}", label)


@lru_cache(maxsize=1024, typed=True)
def _sign(link: str, label: str) -> SafeString:
    if not label:
        return format_html(
            '<svg class="fl-icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', link
        )
    sign = '<svg class="fl-icon" role="img" aria-label="{}"><use href="{}"></use></svg>'
    return format_html(sign, label, link)


@register.simple_tag
def state_badge(state: str, word: str = "") -> SafeString:
    """State as colour, sign and word."""
    look = states.look_of(str(state))
    return _badge(look.tone, str(state), icon(look.icon), word or look.word)


@lru_cache(maxsize=1024, typed=True)
def _badge(tone: str, state: str, sign: SafeString, word: str) -> SafeString:
    html = '<span class="fl-state fl-state-{}" data-state="{}">{}<span>{}</span></span>'
    return format_html(html, tone, state, sign, word)


@register.simple_tag
def moment(when: datetime | None, style: str = "moment") -> SafeString | str:
    """Time of day in the facility's zone, which the browser turns into the viewer's with the facility's beside.

    ``style`` is ``moment`` (day and time), ``time``, ``day`` or ``ago``.
    """
    if when is None:
        return values.NOT_KNOWN
    there = timezone.localtime(when)
    written = {"day": f"{there:%-d %b %Y}", "time": f"{there:%H:%M:%S}"}.get(style, f"{there:%-d %b %H:%M}")
    return format_html(
        '<time class="fl-time" datetime="{}" data-style="{}" data-facility-zone="{}">{}</time>',
        when.isoformat(),
        style,
        settings.TIME_ZONE,
        written,
    )


@register.simple_tag
def time_left(until: datetime | None, said: str = "left") -> SafeString | str:
    """Time until a moment, counted down by the browser: ``2 h left``, or ``starts in 2 h`` when that is said."""
    if until is None:
        return values.NOT_KNOWN
    left_s = (until - timezone.now()).total_seconds()
    return format_html(
        '<time class="fl-countdown" datetime="{}" data-said="{}">{}</time>',
        until.isoformat(),
        said,
        values.time_left_text(left_s, said),
    )


@register.simple_tag(takes_context=True)
def nav_link(context: Mapping[str, Any], path: str, word: str, *, exact: bool = False) -> SafeString:
    """Link of the main navigation, marked when it leads to where the reader is."""
    request = context.get("request")
    here = request.path if request is not None else ""
    is_here = here == path if exact else here.startswith(path)
    mark = format_html(' aria-current="{}"', "page") if is_here else ""
    return format_html('<a href="{}"{}>{}</a>', path, mark, word)


@register.simple_tag
def once() -> SafeString:
    """Value of a form that makes something, which no other form has: what is sent twice is made once."""
    return format_html('<input type="hidden" name="once" value="{}">', token_urlsafe(16))


@register.simple_tag(takes_context=True)
def way_to(context: Mapping[str, Any], objection: Objection) -> str:
    """Address where an objection is mended; from a page that leads back, to where the reader is."""
    request = context.get("request")
    here = way_here(request) if request is not None and objection.comes_back else ""
    joined = "&" if "?" in objection.link else "?"
    return f"{objection.link}{joined}{urlencode({'next': here}, safe='/')}" if here else objection.link


def way_here(request: HttpRequest) -> str:
    """Return the path of the page that the reader looks at; empty when the browser does not say.

    Of a form that was sent, or a part that was fetched, it is the page around it.
    """
    is_part = "HX-Request" in request.headers
    if request.method in {"GET", "HEAD"} and not is_part:
        return request.get_full_path()
    seen = urlsplit(request.headers.get("HX-Current-URL" if is_part else "Referer", ""))
    if seen.netloc != request.get_host():
        return ""
    return f"{seen.path}?{seen.query}" if seen.query else seen.path


@register.simple_tag
def person_name(person: Any) -> str:
    """Full name of a person, or the login name when there is none."""
    return getattr(person, "full_name", "") or person.get_username()


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, unit: str = "", label: str = "") -> dict[str, object]:
    """One field of a form: label, input with its unit, hint, objections."""
    widget = bound.field.widget
    is_check = isinstance(widget, CheckboxInput)
    look = "form-check-input" if is_check else "form-select" if isinstance(widget, Select) else "form-control"
    described = [f"{bound.id_for_label}-hint"] if bound.help_text else []
    attributes: dict[str, str | bool] = {"class": f"{widget.attrs.get('class', '')} {look}".strip()}
    if widget.attrs.get("placeholder") == str(bound.label):
        attributes["placeholder"] = ""
    if bound.errors:
        attributes |= {"aria-invalid": "true"}
        described.append(f"{bound.id_for_label}-errors")
    if described:
        attributes["aria-describedby"] = " ".join(described)
    return {
        "field": bound,
        "control": bound.as_widget(attrs=attributes),
        "label": label or bound.label,
        "unit": unit,
        "kind": "check" if is_check else "",
    }
