"""People's rows."""

from farlight.people.models.elsewhere import LinkedAccount, LogoutTokenSeen, SignInElsewhere, SignOnProvider
from farlight.people.models.factors import OneTimeSeed, Passkey, RecoveryCode
from farlight.people.models.institute import Institute
from farlight.people.models.invitation import Invitation
from farlight.people.models.person import Person, RoleGrant
from farlight.people.models.policy import SecurityPolicyRow
from farlight.people.models.sent_form import SentForm
from farlight.people.models.sign_in import KnownAddress, SignIn, WrongAttempt
from farlight.people.models.token import ApiToken

__all__ = [
    "ApiToken",
    "Institute",
    "Invitation",
    "KnownAddress",
    "LinkedAccount",
    "LogoutTokenSeen",
    "OneTimeSeed",
    "Passkey",
    "Person",
    "RecoveryCode",
    "RoleGrant",
    "SecurityPolicyRow",
    "SentForm",
    "SignIn",
    "SignInElsewhere",
    "SignOnProvider",
    "WrongAttempt",
]
