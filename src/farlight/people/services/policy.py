"""What the facility asks of people who come in."""

from django.db import transaction

from farlight.bus.public import publish
from farlight.people.events import SecurityPolicyChanged
from farlight.people.models import Person, RoleGrant, SecurityPolicyRow
from farlight.people.queries import security_policy
from farlight.people.types import SecurityPolicy

_THE_ROW = 1


@transaction.atomic
def define_security(*, policy: SecurityPolicy) -> None:
    """Ask this of people from now on. Nothing happens when it is so already."""
    if policy == security_policy():
        return
    roles, steps = sorted(role.value for role in policy.roles), sorted(step.value for step in policy.step_up)
    days = policy.longest_token_days
    row = {"roles": roles, "step_up": steps, "longest_token_days": days}
    SecurityPolicyRow.objects.update_or_create(pk=_THE_ROW, defaults=row)
    demand_factors()
    publish(SecurityPolicyChanged(roles=tuple(roles), step_up=tuple(steps), longest_token_days=days))


def demand_factors(person: Person | None = None) -> None:
    """Note on accounts, or on one, whether a second factor is asked of their roles."""
    roles = [role.value for role in security_policy().roles]
    demanded = RoleGrant.objects.filter(role__in=roles).values("person_id")
    rows = Person.objects.filter(pk=person.pk) if person else Person.objects.all()
    rows.filter(pk__in=demanded, is_factor_demanded=False).update(is_factor_demanded=True)
    rows.filter(is_factor_demanded=True).exclude(pk__in=demanded).update(is_factor_demanded=False)
