"""The door of people."""

from farlight.people.access import (
    account_for,
    account_summary_of,
    active_among,
    all_accounts,
    beamlines_kept_among,
    fitting,
    is_active,
    keeps_accounts,
    machines_of,
    reads_audit,
    roles_of,
    roles_until,
    token_for,
    token_summary_of,
    visible_accounts,
    visible_tokens,
)
from farlight.people.authentication import (
    ApiKeyOrSession,
    ApiKeyOrSessionAsync,
    arrived,
    credential_in,
    elevated_until,
    factor_given_at,
    lacks_factor,
    objections_to_absence,
    objections_to_credential,
    objections_to_fresh_factor,
    objections_to_step_up,
    person_of,
)
from farlight.people.news import news_response
from farlight.people.once import forget_sent_forms, once
from farlight.people.queries import (
    actor_with,
    addressees_with,
    counting_tokens,
    factor_standings,
    factors_of,
    people_in_role,
    people_with,
    person_named,
    person_with_address,
    person_with_key,
    security_policy,
    summary_of,
    token_called,
    token_key_of,
    tokens_counting_among,
)
from farlight.people.services.accounts import register_person, set_roles
from farlight.people.services.claimed_roles import lapse_claimed_roles
from farlight.people.services.details import correct_person, give_shared_password
from farlight.people.services.finding import people_called, people_found
from farlight.people.services.institutes import register_institute
from farlight.people.services.invitations import invitation_with, invite_again, invite_person
from farlight.people.services.locking import lock_person, objections_to_locking, unlock_person
from farlight.people.services.machines import issue_machine_token, revoke_machine_token
from farlight.people.services.one_time_codes import seal_seeds_anew, take_one_time_code
from farlight.people.services.passwords import person_with_password
from farlight.people.services.policy import define_security
from farlight.people.services.proofs import proofs_given
from farlight.people.services.recovery_codes import take_recovery_code
from farlight.people.services.resetting import reset_factors
from farlight.people.services.sign_ins import end_sign_ins, sign_in_kept
from farlight.people.services.sign_on_providers import define_sign_on
from farlight.people.services.tokens import announce_ends, issue_token, revoke_token
from farlight.people.standing import Standings

__all__ = [
    "ApiKeyOrSession",
    "ApiKeyOrSessionAsync",
    "Standings",
    "account_for",
    "account_summary_of",
    "active_among",
    "actor_with",
    "addressees_with",
    "all_accounts",
    "announce_ends",
    "arrived",
    "beamlines_kept_among",
    "correct_person",
    "counting_tokens",
    "credential_in",
    "define_security",
    "define_sign_on",
    "elevated_until",
    "end_sign_ins",
    "factor_given_at",
    "factor_standings",
    "factors_of",
    "fitting",
    "forget_sent_forms",
    "give_shared_password",
    "invitation_with",
    "invite_again",
    "invite_person",
    "is_active",
    "issue_machine_token",
    "issue_token",
    "keeps_accounts",
    "lacks_factor",
    "lapse_claimed_roles",
    "lock_person",
    "machines_of",
    "news_response",
    "objections_to_absence",
    "objections_to_credential",
    "objections_to_fresh_factor",
    "objections_to_locking",
    "objections_to_step_up",
    "once",
    "people_called",
    "people_found",
    "people_in_role",
    "people_with",
    "person_named",
    "person_of",
    "person_with_address",
    "person_with_key",
    "person_with_password",
    "proofs_given",
    "reads_audit",
    "register_institute",
    "register_person",
    "reset_factors",
    "revoke_machine_token",
    "revoke_token",
    "roles_of",
    "roles_until",
    "seal_seeds_anew",
    "security_policy",
    "set_roles",
    "sign_in_kept",
    "summary_of",
    "take_one_time_code",
    "take_recovery_code",
    "token_called",
    "token_for",
    "token_key_of",
    "token_summary_of",
    "tokens_counting_among",
    "unlock_person",
    "visible_accounts",
    "visible_tokens",
]
