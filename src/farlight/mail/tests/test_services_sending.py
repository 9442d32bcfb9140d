from datetime import timedelta

import pytest

from farlight.bus.public import all_entries
from farlight.kernel.errors import Conflict
from farlight.mail.models import Mail
from farlight.mail.public import choose_pace, keep_mails_going, write_mails
from farlight.mail.services import sending
from farlight.mail.services.sending import send_again
from farlight.mail.tests.conftest import NOW, letter, start, stop, told
from farlight.mail.types import Pace
from farlight.people.public import lock_person
from farlight.people.tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_texts")]

MINUTE = timedelta(minutes=1)


def write(*people, cause="dewar-arrived:d1:1", **more):
    write_mails(letter=letter(cause, **more), to=[person.pk for person in people], now=NOW)


def states():
    return list(Mail.objects.order_by("pk").values_list("state", flat=True))


def kinds():
    return [entry.kind for entry in all_entries("") if entry.kind.startswith("mail")]


def text_of(mail):
    return mail.get_body(("plain",)).get_content().replace("\r\n", "\n")


def test_a_mail_goes_over_the_line_in_both_forms_with_all_that_machines_need(ada, smtp, post):
    ada.given_name = "Zoë, Łucja"
    ada.save()
    write(ada, thread="parcel-p-1")
    assert (keep_mails_going(now=NOW), keep_mails_going(now=NOW)) == (1, 0)
    (mail,) = post.mails
    row = Mail.objects.get()
    assert (mail["To"], mail["From"], mail["Subject"]) == (
        '"Zoë, Łucja Tester" <ada@example.org>',
        "farlight@localhost",
        "DLS-1 has arrived",
    )
    assert (mail["Message-ID"], mail["References"]) == (
        f"<{row.code}@farlight.example.org>",
        "<parcel-p-1@farlight.example.org>",
    )
    assert (mail["Auto-Submitted"], mail["List-Unsubscribe-Post"]) == ("auto-generated", "List-Unsubscribe=One-Click")
    assert mail["List-Unsubscribe"].strip().startswith("<https://farlight.example.org/mails/settings/")
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert text_of(mail) == row.text
    assert (row.state, row.address, row.sent_at, row.due_at) == ("sent", "ada@example.org", NOW, None)
    assert kinds() == ["mails-written", "mail-sent"]


def test_a_refusal_is_for_good_and_can_be_tried_again(ada, keeper, smtp, post):
    post.to_recipients = "550 5.1.1 no such user"
    write(ada)
    bea = make_person("bea")
    write(bea, cause="x")
    assert keep_mails_going(now=NOW) == 0
    row = Mail.objects.get(person=ada)
    assert (states(), row.reason) == (["undeliverable"] * 2, "550 5.1.1 no such user")
    assert kinds()[-2:] == ["mail-not-delivered"] * 2
    post.to_recipients = "250 OK"
    send_again(mail=row, by=keeper, now=NOW)
    assert (keep_mails_going(now=NOW), [m["To"] for m in post.mails]) == (1, ["Ada Tester <ada@example.org>"])
    with pytest.raises(Conflict):
        send_again(mail=row, by=keeper, now=NOW)


def test_not_now_is_tried_again_with_longer_and_longer_pauses(ada, smtp, post):
    post.to_data = "451 4.3.0 greylisted"
    write(ada)
    for at, due in ((0, 1), (1, 3), (3, 7)):
        assert keep_mails_going(now=NOW + at * MINUTE) == 0
        assert keep_mails_going(now=NOW + at * MINUTE) == 0
        row = Mail.objects.get()
        assert (row.state, row.due_at, row.reason) == ("waiting", NOW + due * MINUTE, "451 4.3.0 greylisted")
    post.to_data = "250 fine"
    assert (keep_mails_going(now=NOW + 7 * MINUTE), states()) == (1, ["sent"])
    assert kinds() == ["mails-written", "mail-put-off", "mail-sent"]


def test_a_mail_that_is_never_taken_is_given_up(ada, smtp, post):
    post.to_data = "451 never"
    write(ada)
    Mail.objects.update(attempts=54)
    keep_mails_going(now=NOW)
    assert (states(), kinds()[-1]) == (["undeliverable"], "mail-not-delivered")


def test_a_line_that_breaks_takes_only_its_own_mail_along(ada, smtp, post):
    post.breaks = 1
    write(ada, make_person("bea"), make_person("cleo"))
    assert keep_mails_going(now=NOW) == 2
    assert sorted(states()) == ["sent", "sent", "waiting"]
    assert Mail.objects.get(state="waiting").reason.startswith(("The line broke", "421"))
    assert (keep_mails_going(now=NOW + MINUTE), len(post.mails)) == (1, 3)


def test_a_server_that_is_not_there_puts_all_off(ada, post, settings):
    server = start(post)
    told(settings, server)
    stop(server)
    write(ada, make_person("bea"))
    assert (keep_mails_going(now=NOW), states()) == (0, ["waiting"] * 2)
    assert set(Mail.objects.values_list("due_at", "attempts")) == {(NOW + MINUTE, 1)}
    assert "does not let us in" in Mail.objects.first().reason


def test_a_refused_sender_is_our_fault_and_not_the_mails(ada, smtp, post):
    async def handle_MAIL(server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        return "550 not you"

    post.handle_MAIL = handle_MAIL
    write(ada)
    keep_mails_going(now=NOW)
    assert (states(), Mail.objects.get().reason) == (["waiting"], "The sender was refused: not you")


def test_an_address_that_is_none_is_refused_without_harm_to_others(ada, smtp, post):
    bea = make_person("bea")
    bea.email = "bea@ex ample@org"
    bea.save()
    write(bea)
    write(ada, cause="later")
    assert (keep_mails_going(now=NOW), states()) == (1, ["undeliverable", "sent"])


def test_starttls_with_the_authority_of_the_house_and_a_login(ada, post, settings, tls_context, certificate):
    server = start(post, tls_context=tls_context, require_starttls=True, authenticator=post.authenticate)
    try:
        told(
            settings,
            server,
            security="starttls",
            user="farlight",
            password="open sesame",
            ca_file=str(certificate / "cert.pem"),
        )
        write(ada)
        assert (keep_mails_going(now=NOW), post.logins) == (1, [("farlight", "open sesame", True)])
        told(settings, server, security="starttls")
        write(ada, cause="unknown authority")
        assert (keep_mails_going(now=NOW), states()) == (0, ["sent", "waiting"])
        assert "certificate" in Mail.objects.first().reason
    finally:
        stop(server)


def test_a_server_without_starttls_gets_no_mail_when_it_must_encrypt(ada, smtp, post, settings):
    told(settings, smtp, security="starttls")
    write(ada)
    assert (keep_mails_going(now=NOW), post.mails, states()) == (0, [], ["waiting"])


def test_a_wrong_password_puts_off(ada, post, settings, tls_context, certificate):
    server = start(post, tls_context=tls_context, authenticator=post.authenticate)
    try:
        told(
            settings,
            server,
            security="starttls",
            user="farlight",
            password="wrong",
            ca_file=str(certificate / "cert.pem"),
        )
        write(ada)
        assert (keep_mails_going(now=NOW), states()) == (0, ["waiting"])
    finally:
        stop(server)


def test_without_a_server_mails_are_kept_and_never_sent_by_themselves(ada, keeper, post, settings):
    write(ada)
    assert (keep_mails_going(now=NOW), states()) == (0, ["kept"])
    with pytest.raises(Conflict):
        send_again(mail=Mail.objects.get(), by=keeper, now=NOW)
    server = start(post)
    told(settings, server)
    try:
        assert (keep_mails_going(now=NOW), states()) == (0, ["kept"])
        send_again(mail=Mail.objects.get(), by=keeper, now=NOW)
        assert (keep_mails_going(now=NOW), states()) == (1, ["sent"])
    finally:
        stop(server)


def test_who_was_locked_meanwhile_gets_nothing(ada, smtp, post):
    write(ada)
    lock_person(person=ada, reason="left")
    assert (keep_mails_going(now=NOW), states(), post.mails) == (0, ["dropped"], [])


def test_a_mail_that_another_worker_sends_is_left_alone(ada, smtp, post, monkeypatch):
    write(ada)
    pk = Mail.objects.get().pk
    assert (sending._lend(pk, now=NOW), sending._lend(pk, now=NOW)) == (True, False)
    assert keep_mails_going(now=NOW) == 0
    assert keep_mails_going(now=NOW + sending.LENT_FOR) == 1


def test_what_was_noted_already_is_not_noted_again(ada, smtp, post):
    write(ada)
    keep_mails_going(now=NOW)
    sending.note_reply(Mail.objects.get().pk, sending.Reply(answer=sending.Answer.REFUSED), now=NOW)
    assert states() == ["sent"]


def test_the_digest_gathers_the_day_and_goes_out_once(ada, smtp, post):
    choose_pace(person=ada, pace=Pace.DAILY)
    write(ada)
    write(ada, cause="second")
    morning = NOW.replace(day=6, hour=6, minute=0)
    assert (keep_mails_going(now=morning - MINUTE), states()) == (0, ["gathering"] * 2)
    assert (keep_mails_going(now=morning), keep_mails_going(now=morning)) == (1, 0)
    (mail,) = post.mails
    assert mail["Subject"] == "Today at Farlight: 2 messages"
    assert text_of(mail).count("DLS-1 has arrived\nDewar DLS-1 arrived") == 2
    assert mail.get_body(("html",)).get_content().count("It lies in &lt;rack") == 2
    assert states() == ["gathered", "gathered", "sent"]


def test_the_digest_of_a_locked_account_is_dropped(ada, smtp, post):
    choose_pace(person=ada, pace=Pace.DAILY)
    write(ada)
    lock_person(person=ada, reason="left")
    assert (keep_mails_going(now=NOW + timedelta(days=1)), states(), post.mails) == (0, ["dropped"], [])


def test_two_workers_write_one_digest(ada, smtp):
    choose_pace(person=ada, pace=Pace.DAILY)
    write(ada)
    from farlight.mail.services import digests

    late = NOW + timedelta(days=1)
    assert [digests._write_digest(ada.pk, now=late), digests._write_digest(ada.pk, now=late)] == [True, False]


def test_old_mails_are_forgotten_but_not_those_under_way(ada, smtp, post):
    choose_pace(person=ada, pace=Pace.DAILY)
    write(ada)
    keep_mails_going(now=NOW + timedelta(days=1))
    post.to_data = "451 later"
    write(ada, cause="needed", needs_person=True)
    assert states() == ["gathered", "sent", "waiting"]
    keep_mails_going(now=NOW + timedelta(days=400))
    assert states() == ["waiting"]
