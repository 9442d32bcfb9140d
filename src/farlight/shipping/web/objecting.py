"""Forms that show what the services object to."""

from collections.abc import Sequence

from django import forms

from farlight.kernel.errors import Objection


class SaysObjections(forms.Form):
    """A form that shows objections where they belong."""

    def add_objections(self, objections: Sequence[Objection]) -> None:
        """Show each objection at its field, those about no field on top."""
        for objection in objections:
            field = objection.field.rpartition(".")[2]
            self.add_error(field if field in self.fields else None, str(objection))
