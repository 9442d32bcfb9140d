"""Rules for passwords beside Django's own."""

from django.conf import settings
from django.core.exceptions import ValidationError

from farlight.people.domain.place_words import is_little_but, words_of


class PlaceWordsValidator:
    """Refuses passwords that are little but words of the place."""

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002 - Django's signature
        """Look at a password.

        Raises
        ------
        ValidationError
            When it is little but such words.
        """
        if is_little_but(words_of(settings.FARLIGHT_SITE_URL), password):
            raise ValidationError(self.get_help_text(), code="place_words")

    def get_help_text(self) -> str:
        """Tell the rule."""
        return "Your password must be more than words that everybody here thinks of first."
