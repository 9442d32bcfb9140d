"""Forms that are sent twice: what they make is made once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.http import HttpResponse
from django.shortcuts import redirect
from django.test import RequestFactory

from farlight.audit.public import record, records
from farlight.audit.types import AuditKind
from farlight.kernel.errors import NotAllowed
from farlight.kernel.time import utc_now
from farlight.people import once as once_module
from farlight.people.models import Institute, SentForm
from farlight.people.public import forget_sent_forms, once
from farlight.people.tests.factories import make_person

pytestmark = pytest.mark.django_db

FORM = {"once": "a value of this form", "name": "Lund"}


def sent(person, form=FORM, path="/things/?of=mine", **headers):
    request = RequestFactory().post(path, form, headers=headers)
    request.user, request.session = person, {}
    request._messages = FallbackStorage(request)
    return request


@once
def make(request):
    thing = Institute.objects.create(name=f"{request.POST['name']} {Institute.objects.count()}")
    return redirect(f"/things/{thing.name}/")


@once
def make_secret(request):
    make.__wrapped__(request)
    return HttpResponse("the key is 123")


def made():
    return sorted(Institute.objects.values_list("name", flat=True))


def test_the_second_sending_leads_where_the_first_led():
    ada = make_person("ada")
    answers = [make(sent(ada)) for _ in range(3)]
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, "/things/Lund%200/")] * 3
    assert made() == ["Lund 0"]
    in_part = make(sent(ada, **{"HX-Request": "true"}))
    assert (in_part.status_code, in_part["HX-Refresh"], made()) == (200, "true", ["Lund 0"])


def test_what_differs_in_anything_is_another_form():
    ada, ben = make_person("ada"), make_person("ben")
    a_file = {**FORM, "file": SimpleUploadedFile("a.txt", b"a")}
    another_file = {**FORM, "file": SimpleUploadedFile("b.txt", b"a")}
    for request in (
        sent(ada),
        sent(ben),
        sent(ada, {**FORM, "once": "another"}),
        sent(ada, {**FORM, "name": "Grenoble"}),
        sent(ada, path="/things/?of=others"),
        sent(ada, a_file),
        sent(ada, another_file),
    ):
        make(request)
    assert len(made()) == 7
    make(sent(ada, {**FORM, "csrfmiddlewaretoken": "a mask that changes"}))
    assert len(made()) == 7


@pytest.mark.parametrize("form", [{"name": "Lund"}, {"name": "Lund", "once": ""}])
def test_forms_of_programs_that_have_no_such_value_do_what_they_say(form):
    ada = make_person("ada")
    make(sent(ada, form))
    make(sent(ada, form))
    assert (made(), SentForm.objects.count()) == (["Lund 0", "Lund 1"], 0)


def test_what_is_shown_once_is_kept_nowhere_and_the_second_answer_says_so():
    ada = make_person("ada")
    assert make_secret(sent(ada)).content == b"the key is 123"
    request = sent(ada)
    again = make_secret(request)
    assert (again.status_code, again["Location"], made()) == (302, "/things/?of=mine", ["Lund 0"])
    assert [str(message) for message in request._messages] == [once_module.DONE_ALREADY]
    (row,) = SentForm.objects.all()
    assert (row.leads_to, "Lund" in str(vars(row)), len(row.digest)) == ("", False, 64)
    assert str(row).startswith(row.digest[:8])


@pytest.mark.parametrize("way", ["answer", "error"])
def test_what_is_refused_can_be_sent_again_and_what_was_written_of_the_refusal_stays(way):
    ada, refused = make_person("ada"), [True, True, False]

    @once
    def fussy(request):
        if refused.pop(0):
            record(kind=AuditKind.FACTOR_FAILED, by="ada", address="", now=utc_now())
            if way == "error":
                raise NotAllowed([])
            return HttpResponse(status=422)
        return make.__wrapped__(request)

    for _ in range(2):
        if way == "error":
            with pytest.raises(NotAllowed):
                fussy(sent(ada))
        else:
            assert fussy(sent(ada)).status_code == 422
    assert fussy(sent(ada)).status_code == fussy(sent(ada)).status_code == 302
    kinds = [one.kind for one in records(words="ada").items]
    assert (made(), kinds.count(AuditKind.FACTOR_FAILED)) == (["Lund 0"], 2)


def test_it_is_forgotten_after_a_day():
    ada, now = make_person("ada"), utc_now()
    make(sent(ada))
    assert forget_sent_forms(now=now + timedelta(hours=23)) == 0
    assert forget_sent_forms(now=now + timedelta(hours=25)) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_that_come_at_one_moment_one_does_it_and_the_other_waits_for_it():
    ada = make_person("ada")

    def send(_):
        try:
            return make(sent(ada))["Location"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(send, range(4)))
    assert (answers, made()) == ({"/things/Lund%200/"}, ["Lund 0"])


@pytest.mark.django_db(transaction=True)
def test_what_breaks_half_way_makes_nothing_and_can_be_sent_again():
    ada, breaks = make_person("ada"), [True, False]

    @once
    def fragile(request):
        answer = make.__wrapped__(request)
        if breaks.pop(0):
            raise RuntimeError
        return answer

    with pytest.raises(RuntimeError):
        fragile(sent(ada))
    assert made() == []
    assert fragile(sent(ada)).status_code == 302
    assert made() == ["Lund 0"]
