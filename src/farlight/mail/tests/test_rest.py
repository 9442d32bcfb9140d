import pytest

from farlight.mail.models import Mail
from farlight.mail.public import write_mails
from farlight.mail.tests.conftest import NOW, letter
from farlight.people.tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_texts")]
LOGIN = "allauth.account.auth_backends.AuthenticationBackend"


def test_one_reads_ones_own_mails_and_chooses_how_often_they_come(client, ada, keeper):
    bea = make_person("bea")
    write_mails(letter=letter(), to=[ada.pk, bea.pk], now=NOW)
    hers, other = (Mail.objects.get(person=person) for person in (ada, bea))
    client.force_login(ada, backend=LOGIN)
    mine = {
        "code": hers.code,
        "subject": "DLS-1 has arrived",
        "state": "waiting",
        "needs_person": False,
        "written_at": "2026-03-05T14:30:00Z",
        "sent_at": None,
    }
    assert client.get("/api/v1/mails").json() == {"items": [mine], "next_cursor": None}
    assert client.get(f"/api/v1/mails/{hers.code}").json() == mine | {"text": hers.text}
    assert client.get(f"/api/v1/mails/{other.code}").status_code == 404
    assert client.get("/api/v1/mail-pace").json() == {"pace": "at_once"}
    answer = client.put("/api/v1/mail-pace", {"pace": "needed"}, content_type="application/json")
    assert (answer.json(), client.get("/api/v1/mail-pace").json()) == ({"pace": "needed"}, {"pace": "needed"})
    client.force_login(keeper, backend=LOGIN)
    assert client.get("/api/v1/mails").json() == {"items": [], "next_cursor": None}
    assert client.get(f"/api/v1/mails/{other.code}").status_code == 200
