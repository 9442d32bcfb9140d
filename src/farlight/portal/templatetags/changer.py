"""``{% load changer %}``: the dots of a changer's pucks, hundreds of them: a loop in a template would take too long."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from farlight.portal.domain.changers import SampleDot, Standing

register = template.Library()

_DOT = (
    '<g class="fl-dot" data-standing="{}" transform="translate({} {}) scale({})"><title>{}</title><circle r="1"/>{}</g>'
)
_SIGNS = {one: format_html('<text y="0.45">{}</text>', one.sign) if one.sign else SafeString() for one in Standing}


@register.simple_tag
def changer_dots(dots: Sequence[SampleDot]) -> SafeString:
    """Draw the slots of a puck, each with what stands in it."""
    return format_html_join("", _DOT, map(_parts, dots))


def _parts(dot: SampleDot) -> tuple[object, ...]:
    return (dot.standing.value, f"{dot.x:g}", f"{dot.y:g}", f"{dot.r:g}", dot.said, _SIGNS[dot.standing])
