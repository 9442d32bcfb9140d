"""Which sheets are known."""

import json
from functools import lru_cache

from farlight.samples.adapters.profile_files import standard_profiles
from farlight.samples.domain.sheets.profiles import Profile, read_profile
from farlight.samples.models import SheetProfile


@lru_cache(maxsize=256)
def _read(document: str) -> Profile:
    return read_profile(json.loads(document))


def known_profiles() -> dict[str, Profile]:
    """Return every known sheet by its code: those of Farlight, and over them the facility's own; one query."""
    own = [_read(document) for document in SheetProfile.objects.values_list("document", flat=True)]
    return dict(sorted({**standard_profiles(), **{one.code: one for one in own}}.items()))
