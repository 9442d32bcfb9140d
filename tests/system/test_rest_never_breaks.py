"""Whatever is sent to the REST interface, it answers in the documented way and never with an error of its own."""

import json

import pytest
import schemathesis
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from farlight.config.api import api
from tests.system import rivals

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ENDLESS = {"session_events"}
EXAMPLES = {"sqlite": 25, "postgresql": 10}
"""Requests to each operation: on PostgreSQL, what it takes otherwise is seen with few."""
SCHEMA = schemathesis.openapi.from_dict(
    json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1"), default=str))
)
OPERATIONS = [
    pytest.param(found.ok(), id=found.ok().definition.raw["operationId"])
    for found in SCHEMA.get_all_operations()
    if found.ok().definition.raw["operationId"] not in ENDLESS
]
HOSTILE = st.sampled_from(["", "0", "-1", "9" * 30, "\u0663", "..", "%00", "x" * 300, "mx2341-1", "null", "\n", "<b>"])


@pytest.fixture
def leader(client, db):
    """The client of a session's leader, and what fills the blanks of addresses."""
    groups = rivals.make_two_groups()
    client.force_login(groups.leader, backend=BACKEND)
    client.raise_request_exception = False
    return client, {**groups.examples, "code": groups.session, "name": "dials.index.log"}


def examples_for(path, examples):
    """What fills the blanks of an address; what ``code`` is follows from what the address begins with."""
    thing = path.removeprefix("/api/v1").strip("/").partition("/")[0]
    return {**examples, "code": examples.get(f"{thing}:", examples["code"])}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_no_request_breaks_an_operation(leader, operation):
    client, examples = leader
    examples, most = examples_for(operation.path, examples), EXAMPLES[connection.vendor]

    @settings(max_examples=most, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(), draw=st.data())
    def answers(case, draw):
        blanks = {name: draw.draw(st.one_of(st.just(examples[name]), HOSTILE)) for name in case.path_parameters or {}}
        response = send(client, case, operation.path.format(**blanks), draw.draw(st.booleans()))
        assert response.status_code < 500, (case.method, operation.path, blanks, case.query, case.body)

    answers()


def send(client, case, path, is_json):
    arguments = {}
    if case.method not in {"GET", "HEAD"}:
        known = case.body if isinstance(case.body, dict | list | str | int | float | bool | None) else {}
        arguments = {"data": json.dumps(known) if is_json else "{", "content_type": "application/json"}
    query = {name: value for name, value in (case.query or {}).items() if isinstance(value, str | int | float | bool)}
    return getattr(client, case.method.lower())(path, query_params=query, **arguments)
