import pytest
from django.db import connection
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.test.utils import CaptureQueriesContext

from farlight.mail.adapters.texts import known_templates, one_line
from farlight.mail.models import Mail
from farlight.mail.public import choose_pace, pace_of, write_mails
from farlight.mail.tests.conftest import NOW, letter
from farlight.mail.types import MailState, Pace
from farlight.people.public import lock_person
from farlight.people.tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_texts")]


def write(*people, now=NOW, **more):
    return write_mails(letter=letter(**more), to=[person.pk for person in people], now=now)


def test_a_mail_says_the_same_in_words_and_in_html(ada):
    assert write(ada) == 1
    mail = Mail.objects.get()
    assert (mail.subject, mail.state, mail.due_at) == ("DLS-1 has arrived", MailState.WAITING, NOW)
    assert mail.gist == "Dewar DLS-1 arrived on 5 Mar 15:30 CET.\n\nIt lies in <rack <A> & B>."
    assert mail.text.startswith("Hello Ada Tester,\n\nDewar DLS-1 arrived")
    assert "\nOpen it: https://farlight.example.org/parcels/p-1/\n" in mail.text
    assert "\n--\nFarlight\nHow often mails come: https://farlight.example.org/mails/settings/" in mail.text
    assert "It lies in &lt;rack &lt;A&gt; &amp; B&gt;." in mail.html
    assert 'href="https://farlight.example.org/parcels/p-1/"' in mail.html


def test_a_cause_is_told_to_each_person_once(ada):
    bea = make_person("bea")
    assert (write(ada), write(ada, bea), write(ada, bea), write(ada, cause="other")) == (1, 1, 0, 1)
    assert Mail.objects.count() == 3


def test_locked_accounts_get_nothing(ada):
    lock_person(person=ada, reason="left")
    assert (write(ada), Mail.objects.count()) == (0, 0)


def test_times_are_those_of_the_person(ada):
    ada.time_zone = "Asia/Tokyo"
    ada.save()
    write(ada)
    assert "5 Mar 23:30 JST" in Mail.objects.get().text


@pytest.mark.parametrize(
    ("pace", "plain", "needed"),
    [("at_once", "waiting", "waiting"), ("daily", "gathering", "waiting"), ("needed", "unwanted", "waiting")],
)
def test_the_pace_decides_what_becomes_of_a_mail(ada, pace, plain, needed):
    choose_pace(person=ada, pace=Pace(pace))
    choose_pace(person=ada, pace=Pace(pace))
    write(ada)
    write(ada, cause="second", needs_person=True)
    assert pace_of(ada) is Pace(pace)
    assert list(Mail.objects.order_by("pk").values_list("state", flat=True)) == [plain, needed]


def test_the_number_of_questions_does_not_grow_with_the_people(ada):
    people = [make_person(f"p{n}") for n in range(3)]
    with CaptureQueriesContext(connection) as for_one:
        write(ada)
    with CaptureQueriesContext(connection) as for_three:
        write(*people, cause="other")
    assert len(for_one) == len(for_three) <= 10


def test_a_text_with_a_look_of_its_own(ada, own_texts):
    (own_texts / "dewar_arrived.html").write_text("<p>{{ dewar }} {{ place }}</p>")
    write(ada)
    assert Mail.objects.get().html == "<p>DLS-1 rack &lt;A&gt; &amp; B</p>"


def test_a_broken_text_is_an_error_and_nothing_is_written(ada, own_texts):
    (own_texts / "dewar_arrived.txt").write_text("{% if dewar %}")
    with pytest.raises(TemplateSyntaxError):
        write(ada)
    (own_texts / "dewar_arrived.txt").unlink()
    with pytest.raises(TemplateDoesNotExist):
        write(ada)
    assert Mail.objects.count() == 0


def test_subjects_are_one_line_and_never_endless():
    assert one_line(" a\r\nb\t c ") == "a b c"
    assert one_line("x" * 200) == "x" * 179 + "…"


def test_the_texts_that_there_are(settings):
    assert {"digest", "dewar_arrived"} <= set(known_templates())
    settings.FARLIGHT_TEXTS_DIR = None
    assert "dewar_arrived" not in known_templates()
