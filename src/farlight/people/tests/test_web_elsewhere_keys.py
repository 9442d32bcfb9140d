"""Keys and certificates of a provider that are turned or over: who signs on goes on, or is told why not."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID

from farlight.audit.types import AuditKind
from farlight.kernel.time import utc_now
from farlight.people.adapters import openid
from farlight.people.public import define_sign_on
from farlight.people.tests.elsewhere_browser import BEGIN, a_browser, acts, begun, come_back, is_in, linked
from farlight.people.tests.paper_provider import a_key, paper_provider

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def signed_on(paper):
    browser = a_browser()
    answer = come_back(browser, paper, begun(browser))
    return answer.status_code, is_in(browser)


def test_a_provider_that_turned_its_key_lets_people_in_at_once(paper, ada, monkeypatch):
    linked(paper, ada)
    assert signed_on(paper) == (302, True)
    monkeypatch.setattr(openid, "KEYS_AGAIN_S", 0.0)
    paper.turn_key("paper-2")
    assert signed_on(paper) == (302, True)


def test_unknown_keys_do_not_make_the_site_ask_again_and_again(paper, ada):
    linked(paper, ada)
    assert signed_on(paper) == (302, True)
    asked = len(paper.looked_up)
    paper.turn_key("paper-2")
    assert [signed_on(paper) for _ in range(3)] == [(403, False)] * 3
    assert [path for path in paper.looked_up[asked:] if path == "/keys"] == []


def test_a_key_that_the_provider_withdrew_opens_nothing_once_what_it_published_is_old(paper, ada, monkeypatch):
    linked(paper, ada)
    old = paper.key
    assert signed_on(paper) == (302, True)
    paper.turn_key("paper-2")
    monkeypatch.setattr(openid, "KEPT_S", 0.0)
    monkeypatch.setattr(openid, "KEYS_AGAIN_S", 0.0)
    browser = a_browser()
    asked = begun(browser)
    token = paper.signed(paper.claims(nonce=asked["nonce"]), key=old, kid="paper-1")
    assert (come_back(browser, paper, asked, token=token).status_code, is_in(browser)) == (403, False)
    assert signed_on(paper) == (302, True)


def a_name(words):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


class Authority:
    """Signs certificates for this machine."""

    def __init__(self, folder):
        self.key, self.folder = a_key(), folder
        built = self._begun("Authority of the house", self.key, utc_now() - 9 * DAY, utc_now() + DAY)
        built = built.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        (folder / "authority.pem").write_bytes(self._pem(built))

    def _begun(self, words, key, begins, ends):
        built = x509.CertificateBuilder(a_name("Authority of the house"), a_name(words), key.public_key())
        return built.serial_number(x509.random_serial_number()).not_valid_before(begins).not_valid_after(ends)

    def _pem(self, built):
        return built.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    def signs(self, *, ends):
        key = a_key()
        built = self._begun("127.0.0.1", key, utc_now() - 8 * DAY, ends)
        here = x509.SubjectAlternativeName([x509.IPAddress(openid.ip_address("127.0.0.1"))])
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (self.folder / "site.pem").write_bytes(private + self._pem(built.add_extension(here, critical=False)))


def test_a_provider_whose_certificate_is_over_is_not_believed_and_that_is_said(ada, tmp_path, monkeypatch):
    authority = Authority(tmp_path)
    authority.signs(ends=utc_now() + DAY)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "authority.pem"))
    with paper_provider(certificate=tmp_path / "site.pem") as paper:
        define_sign_on(providers=[paper.definition()])
        linked(paper, ada)
        assert signed_on(paper) == (302, True)
        authority.signs(ends=utc_now() - DAY)
        assert signed_on(paper) == (503, False)  # what it publishes is still known: the code is refused to it
        openid.forget()
        page = a_browser().post(BEGIN)
        assert (page.status_code, "shows a certificate that does not count" in page.content.decode()) == (503, True)
        whys = [details["why"] for _, _, details in acts(AuditKind.SIGN_IN_FAILED)]
        assert whys[-1].startswith("Paper Institute shows a certificate that does not count: it is over")
        authority.signs(ends=utc_now() + DAY)
        assert signed_on(paper) == (302, True)


def test_what_a_provider_gives_reaches_no_browser_and_is_not_kept_readable(paper, ada):
    linked(paper, ada)
    browser = a_browser()
    came = come_back(browser, paper, begun(browser))
    shown = [browser.get(path).content.decode() for path in ("/account/security/", "/samples/")]
    given = [*shown, str(came.headers), came.content.decode(), str(browser.cookies)]
    assert (is_in(browser), [text for text in given if paper.id_token in text]) == (True, [])
    assert paper.id_token not in str(dict(browser.session.items()))
