"""Words of collections, for templates."""

from django import template

from farlight.acquisition.domain.requests import collection_in_words

register = template.Library()
register.filter("collection_in_words", collection_in_words)
