"""The door of the audit."""

from farlight.audit.queries import exported, records, verify_chain
from farlight.audit.services.erasing import erase_personal_parts
from farlight.audit.services.recording import record, record_refusal
from farlight.audit.services.sealing import seal

__all__ = ["erase_personal_parts", "exported", "record", "record_refusal", "records", "seal", "verify_chain"]
