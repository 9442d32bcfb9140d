"""What the facility file says of transfers."""

from django.db import transaction
from pydantic import TypeAdapter

from farlight.transfer.models import TransferPolicy
from farlight.transfer.types import TransferDefinition

_ADAPTER = TypeAdapter(TransferDefinition)


@transaction.atomic
def define_transfer(*, definition: TransferDefinition) -> None:
    """Make the facility's policy what is said."""
    settings = _ADAPTER.dump_python(definition, mode="json")
    TransferPolicy.objects.update_or_create(pk=1, defaults={"settings": settings})
