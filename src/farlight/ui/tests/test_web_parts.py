"""The shared parts and tags, rendered."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bs4 import BeautifulSoup
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import timezone

from farlight.kernel.errors import Objection
from farlight.ui.domain import states
from farlight.ui.domain.values import NOT_KNOWN

NAMES = Path(__file__).parents[4] / "frontend" / "icons" / "names.txt"


def rendered(source, **context):
    return BeautifulSoup(Template("{% load ui %}" + source).render(Context(context)), "html.parser")


def test_sign_is_decoration_unless_it_has_a_label():
    quiet = rendered('{% icon "flask" %}').svg
    said = rendered('{% icon "flask" "Sample" %}').svg
    assert (quiet["aria-hidden"], quiet.use["href"]) == ("true", "/static/built/icons.svg#flask")
    assert (said["role"], said["aria-label"]) == ("img", "Sample")


def test_every_sign_of_a_state_is_in_the_sprite():
    known = set(NAMES.read_text().split())
    looks = [states.look_of(state) for state in states._TONE_OF]
    assert {look.icon for look in looks} <= known


def test_every_sign_that_a_template_names_is_in_the_sprite():
    known = set(NAMES.read_text().split())
    templates = Path(__file__).parents[2].rglob("templates/**/*.html")
    named = {
        part.split('"')[1]
        for path in templates
        for part in path.read_text().replace("icon=", "{% icon ").split("{% icon ")[1:]
        if part.startswith('"')
    }
    assert named <= known


def test_moment_is_written_in_the_facility_zone_for_the_browser_to_translate():
    time = rendered("{% moment when %}", when=datetime(2026, 7, 1, 10, 30, tzinfo=UTC)).time
    assert (time["datetime"], time["data-facility-zone"]) == ("2026-07-01T10:30:00+00:00", settings.TIME_ZONE)
    assert time.text == "1 Jul 12:30"


def test_moment_that_never_came_is_a_dash():
    assert rendered("{% moment when %}", when=None).text == NOT_KNOWN
    assert rendered("{% time_left when %}", when=None).text == NOT_KNOWN


def test_time_left_counts_to_the_moment():
    until = timezone.now() + timedelta(hours=2, seconds=30)
    time = rendered("{% time_left until %}", until=until).time
    assert (time["data-said"], time.text.replace("\u202f", " ")) == ("left", "2 h left")


def test_space_group_lowers_screw_axes_and_escapes():
    assert str(rendered("{{ symbol|space_group }}", symbol="P 43 21 2")) == "P4<sub>3</sub>2<sub>1</sub>2"
    assert rendered("{{ symbol|space_group }}", symbol="<b>").b is None


class RotationForm(forms.Form):
    energy_ev = forms.FloatField(label="Energy", help_text="Photon energy")
    detector = forms.ChoiceField(choices=[("1m", "1M")])
    agreed = forms.BooleanField(label="Agreed")


def test_field_joins_label_unit_hint_and_objections():
    form = RotationForm({"energy_ev": "warm", "detector": "1m"})
    page = rendered('{% field form.energy_ev unit="eV" %}', form=form)
    described = page.input["aria-describedby"].split()
    assert page.label["for"] == page.input["id"]
    assert page.select_one(".fl-unit").text == "eV"
    assert [page.find(id=part) is not None for part in described] == [True, True]
    assert (page.input["aria-invalid"], page.input["class"]) == ("true", ["form-control"])


def test_fields_wear_the_class_of_their_kind():
    form = RotationForm()
    page = rendered("{% field form.detector %}{% field form.agreed %}", form=form)
    assert page.find("select")["class"] == ["form-select"]
    assert page.find("input", type="checkbox")["class"] == ["form-check-input"]


def test_reasons_say_what_who_and_where():
    reasons = [
        Objection(message="It is over.", mend="Ask for more.", who="Ada", link="/sessions/"),
        Objection(message="No."),
    ]
    page = BeautifulSoup(render_to_string("ui/reasons.html", {"reasons": reasons}), "html.parser")
    items = page.find_all("li")
    assert [" ".join(item.text.split()) for item in items] == ["It is over. Ask for more. Ada Go there", "No."]
    assert items[0].a["href"] == "/sessions/"


def test_forbidden_and_unknown_look_the_same():
    request = RequestFactory().get("/somewhere/")
    assert get_template("403.html").render({}, request) == get_template("404.html").render({}, request)


def test_page_of_a_broken_server_needs_nothing():
    page = BeautifulSoup(get_template("500.html").render(), "html.parser")
    assert page.h1.text == "Something broke on our side"
    assert "Something broke" in page.title.text


def test_page_has_no_inline_script_or_style():
    page = BeautifulSoup(get_template("404.html").render({}, RequestFactory().get("/")), "html.parser")
    assert all(script.get("src") for script in page.find_all("script"))
    assert (page.find_all("style"), page.find_all(style=True), page.find_all(onclick=True)) == ([], [], [])
