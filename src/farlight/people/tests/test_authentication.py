import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from farlight.kernel.errors import NotAllowed
from farlight.people.public import person_of
from farlight.people.tests.factories import make_person
from farlight.people.types import Credential


@pytest.mark.django_db
def test_a_request_comes_from_somebody_or_is_sent_to_the_login():
    request, ada = RequestFactory().get("/"), make_person("ada")
    request.user, request.session = ada, SessionStore("of-a-browser")
    assert person_of(request) is ada
    assert ada.came_with == Credential(login="of-a-browser")
    request.user = AnonymousUser()
    with pytest.raises(NotAllowed) as refusal:
        person_of(request)
    assert [reason.link for reason in refusal.value.reasons] == ["/accounts/login/"]
