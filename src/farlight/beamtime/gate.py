"""What an open channel asks again and again: whether its person still may do there what it was opened for."""

from datetime import datetime

from farlight.beamtime import access
from farlight.beamtime.queries import rights_number
from farlight.beamtime.types import Action, Verdict
from farlight.kernel.errors import NotFound, Objection
from farlight.people.public import objections_to_credential
from farlight.people.types import Actor, Credential


class Gate:
    """One person's way to one session.

    An integer and what the person came with say that nothing changed; only otherwise is the whole policy asked.
    """

    def __init__(
        self, *, person: Actor, credential: Credential, session: str, found: access.Rights | None = None
    ) -> None:
        self.person, self.credential, self.session = person, credential, session
        self._rights = found.session.rights if found else -1
        self._standing = found

    @property
    def rights(self) -> int:
        """The session's rights number by which the person's standing was read last."""
        return self._rights

    def verdict(self, action: Action, now: datetime) -> Verdict:
        """Say whether the person may still do something: a refusal without reasons when it may not be known of."""
        objections = objections_to_credential(self.credential, person=self.person, now=now)
        return self.verdict_with(objections, rights_number(self.session), action, now)

    def verdict_with(
        self, objections: tuple[Objection, ...], rights: int | None, action: Action, now: datetime
    ) -> Verdict:
        """Say the same where others found what stands in the way of what the person came with."""
        verdict = self.verdict_at(rights, action, now)
        if not objections or self._standing is None:
            return verdict
        return Verdict(allowed=False, reasons=objections, rights=verdict.rights)

    def verdict_at(self, rights: int | None, action: Action, now: datetime) -> Verdict:
        """Say the same where others watch what the person came with, and know the session's rights number.

        None stands for a session that is gone.
        """
        if rights is None:
            return Verdict(allowed=False)
        if self._standing is None or rights != self._rights:
            self._rights, self._standing = rights, self._found()
        return self._standing.verdict(action, now) if self._standing else Verdict(allowed=False)

    def forget(self) -> None:
        """Read the person's standing anew at the next question, whatever the session's rights number says."""
        self._standing = None

    def _found(self) -> access.Rights | None:
        try:
            return access.rights_in(self.person, self.session)
        except NotFound:
            return None
