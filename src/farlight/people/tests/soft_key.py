"""A security key made of software, for tests: it signs as WebAuthn says, and can be told to behave badly."""

import json
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class SoftKey:
    """One key for one site."""

    def __init__(self, origin="https://farlight.test", credential_id=b"soft-key-0000001", *, verifies=True):
        self.origin, self.credential_id, self.verifies = origin, credential_id, verifies
        self.secret = ec.generate_private_key(ec.SECP256R1())
        self.uses = 0

    def _flags(self):
        return PRESENT | (VERIFIED if self.verifies else 0)

    def _site(self):
        return sha256(self.origin.split("//")[1].split(":")[0].encode()).digest()

    def _client_data(self, kind, challenge):
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def make(self, options):
        """What the browser sends for ``navigator.credentials.create``."""
        self.uses += 1
        public = ES256.from_cryptography_key(self.secret.public_key())
        kept = AttestedCredentialData.create(bytes(16), self.credential_id, public)
        data = AuthenticatorData.create(self._site(), self._flags() | ATTESTED, self.uses, kept)
        attestation = AttestationObject.create("none", data, {})
        client_data = self._client_data("webauthn.create", options["publicKey"]["challenge"])
        return self._answer(clientDataJSON=client_data, attestationObject=bytes(attestation))

    def sign(self, options):
        """What the browser sends for ``navigator.credentials.get``."""
        self.uses += 1
        data = AuthenticatorData.create(self._site(), self._flags(), self.uses)
        client_data = self._client_data("webauthn.get", options["publicKey"]["challenge"])
        signature = self.secret.sign(bytes(data) + sha256(client_data).digest(), ec.ECDSA(SHA256()))
        return self._answer(clientDataJSON=client_data, authenticatorData=bytes(data), signature=signature)

    def _answer(self, **parts):
        name = websafe_encode(self.credential_id)
        response = {key: websafe_encode(value) for key, value in parts.items()}
        return {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}
