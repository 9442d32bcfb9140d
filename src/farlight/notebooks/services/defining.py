"""What the facility file says of its hub."""

from django.db import transaction
from pydantic import TypeAdapter

from farlight.kernel.errors import Invalid
from farlight.notebooks.domain.hubs import objections_to_hub
from farlight.notebooks.models import NotebooksPolicy
from farlight.notebooks.types import NotebooksDefinition

_ADAPTER = TypeAdapter(NotebooksDefinition)


@transaction.atomic
def define_notebooks(*, definition: NotebooksDefinition | None) -> None:
    """Make the facility's hub what is said; without a definition there is none.

    Raises
    ------
    Invalid
        With everything that is wrong with it.
    """
    if definition is None:
        NotebooksPolicy.objects.all().delete()
        return
    if objections := objections_to_hub(definition):
        raise Invalid(objections)
    NotebooksPolicy.objects.update_or_create(pk=1, defaults={"settings": _ADAPTER.dump_python(definition, mode="json")})
