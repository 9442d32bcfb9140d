"""``{% load shipping_cold %}``: spans of the cold-chain clock."""

from datetime import timedelta

from django import template

from farlight.shipping.domain.hold_time import span_text

register = template.Library()


@register.filter
def margin(span: timedelta | None) -> str:
    """Write a span as people say it: ``6 h``, ``3.5 d``."""
    return "" if span is None else span_text(span)
