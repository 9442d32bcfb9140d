"""Sheets that a facility's users have already."""

import json
from collections.abc import Iterable

from farlight.samples.domain.sheets.profiles import Profile
from farlight.samples.models import SheetProfile


def define_profiles(*, profiles: Iterable[Profile]) -> int:
    """Let sheets be read by these from now on, and return how many are new or say something else than before."""
    news = 0
    for profile in profiles:
        document = json.dumps(dict(profile.document), ensure_ascii=False)
        if not SheetProfile.objects.filter(code=profile.code, document=document).exists():
            SheetProfile.objects.update_or_create(code=profile.code, defaults={"document": document})
            news += 1
    return news
