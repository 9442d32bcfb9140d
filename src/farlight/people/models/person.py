"""A person, who is the user of Django's sign-on."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.functional import cached_property

from farlight.kernel.time import utc_now
from farlight.people.domain.locking import AUDITORS, KEEPERS, STORES_PEOPLE
from farlight.people.models.institute import Institute
from farlight.people.types import Credential, Role


class PersonManager(BaseUserManager["Person"]):
    """Finds people by their login name."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Login names do not depend on capitals."""
        return self.get(username__iexact=username)


class Person(AbstractBaseUser):
    """Somebody with an account. A locked account (``is_active`` false) keeps its past."""

    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(unique=True)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    orcid = models.CharField(max_length=19, blank=True)
    """ORCID iD in its form with dashes."""
    institute = models.ForeignKey(Institute, on_delete=models.PROTECT, null=True, blank=True, related_name="people")
    is_active = models.BooleanField(default=True)
    locked_at = models.DateTimeField(null=True)
    lock_reason = models.CharField(max_length=300, blank=True)
    """Why the account is locked; empty while it is open."""
    locked_by = models.CharField(max_length=150, blank=True)
    """Login name of who locked it; empty when it was the facility's machinery."""
    is_factor_demanded = models.BooleanField(default=False)
    """Whether the facility asks a second factor of one of the person's roles; follows policy and roles."""
    machine_of = models.CharField(max_length=40, blank=True)
    """Code of the beamline whose program this is; empty for people."""
    time_zone = models.CharField(max_length=60, blank=True)
    """IANA name; while empty, the browser's counts."""
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    objects = PersonManager()

    came_with: Credential | None = None
    """What the person showed at the door, while a request or connection of theirs is answered; never kept."""

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Given name, then family name."""
        return f"{self.given_name} {self.family_name}".strip() or self.username

    def get_full_name(self) -> str:
        """The name, as Django and allauth ask for it."""
        return self.full_name

    @cached_property
    def _granted(self) -> frozenset[tuple[str, str]]:
        """Roles and their beamlines, read once for a page."""
        holding = models.Q(lapses_at=None) | models.Q(lapses_at__gt=utc_now())
        return frozenset(self.role_grants.filter(holding).values_list("role", "beamline"))

    def keeps_accounts(self) -> bool:
        """Whether the navigation leads to everybody's accounts; ``people.access`` decides who may see them."""
        return any((role.value, "") in self._granted for role in KEEPERS)

    def reads_audit(self) -> bool:
        """Whether the menu leads to the record of acts; ``people.access`` decides who may read it."""
        return any((role.value, "") in self._granted for role in AUDITORS)

    def reads_recordings(self) -> bool:
        """Whether the menu leads to recorded shells; ``recordings.access`` decides which may be read."""
        return self.reads_audit() or any(role == Role.BEAMLINE_SCIENTIST.value for role, _ in self._granted)

    def looks_after_machines(self) -> bool:
        """Whether the menu leads to the programs of beamlines; ``people.access`` decides who may see them."""
        return any(role in {Role.ADMINISTRATOR.value, Role.BEAMLINE_SCIENTIST.value} for role, _ in self._granted)

    def keeps_trainings(self) -> bool:
        """Whether the menu leads to everybody's trainings; ``safety.access`` decides who may keep them."""
        return any((role.value, "") in self._granted for role in (Role.SAFETY, Role.ADMINISTRATOR))

    def watches_desktops(self) -> bool:
        """Whether the menu leads to the wall of desktops; ``desktops.queries`` decides which are on it."""
        watching = {Role.ADMINISTRATOR.value, Role.BEAMLINE_SCIENTIST.value, Role.LOCAL_CONTACT.value}
        return any(role in watching for role, _ in self._granted)

    def looks_after_stores(self) -> bool:
        """Whether the navigation leads to the board of the stores; ``shipping.access`` decides who may see it."""
        return any(role in {one.value for one in STORES_PEOPLE} for role, _ in self._granted)

    @property
    def is_staff(self) -> bool:
        """Nobody enters Django's admin; what staff may do is said by roles."""
        return False


class RoleGrant(models.Model):
    """A role that a person has for the facility or for one beamline."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=40, choices=[(r.value, r.label) for r in Role])
    beamline = models.CharField(max_length=40, blank=True)
    """Code of the beamline that the role is for; empty when it holds everywhere."""
    source = models.CharField(max_length=40, blank=True)
    """Code of the provider whose claims gave it, and take it; empty when people gave it by hand."""
    lapses_at = models.DateTimeField(null=True)
    """Until when it holds without signing on there again; nothing for what people gave by hand."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "role", "beamline", "source"], name="people_role_once_by_source")
        ]

    def __str__(self) -> str:
        return f"{self.role}@{self.beamline}" if self.beamline else self.role
