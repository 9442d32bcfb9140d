"""The edges: nothing open by accident, nothing of HTTP below them."""

import ast

from farlight.config.api import api
from farlight.config.scopes import MACHINES, NEEDS, OPERATIONS, operations_of
from tests.architecture.exceptions import hold
from tests.architecture.source_tree import package_modules

EDGES = {"web", "rest", "admin", "templatetags"}
OPEN_OPERATIONS: set[str] = set()
"""Operations that anybody may call."""


def operations() -> list[dict]:
    paths = api.get_openapi_schema(path_prefix="/api/v1")["paths"]
    return [operation for methods in paths.values() for operation in methods.values()]


def test_every_operation_is_authenticated_unless_listed():
    open_ones = {o["operationId"] for o in operations() if not o.get("security")}
    assert open_ones == OPEN_OPERATIONS


def test_every_operation_has_a_name_of_its_own_and_says_what_it_does():
    names = [o["operationId"] for o in operations()]
    assert sorted(names) == sorted(set(names))
    assert [o["operationId"] for o in operations() if not o.get("description", "").rstrip().endswith(".")] == []
    assert [name for name in names if "_rest_" in name] == [], "made up by the library: give operation_id"


def test_every_operation_says_which_scope_a_token_needs():
    names = {operation["operationId"] for operation in operations()}
    listed = [name for some in OPERATIONS.values() for name in some.split()]
    assert (sorted(listed), MACHINES - names) == (sorted(names), set())
    asked = {o.operation_id: [callback.needs for callback in o.auth_callbacks] for o in operations_of(api)}
    assert asked == {name: [needs] for name, needs in NEEDS.items()}


def test_only_edges_know_requests():
    offences = {}
    for module in package_modules():
        if module.context == "config" or not module.rooms or EDGES & set(module.rooms):
            continue
        for where, node in module.functions():
            annotations = [ast.unparse(a.annotation) for a in ast.walk(node.args) if getattr(a, "annotation", None)]
            if any("HttpRequest" in annotation for annotation in annotations):
                offences[where] = "takes a request of HTTP"
    hold("requests-below-the-edge", offences)


def test_who_acts_is_taken_from_a_request_in_one_way_only():
    """``person_of`` says with what somebody came; an actor from ``request.user`` would never be asked for a factor."""
    offences = {}
    for module in package_modules():
        if module.context == "people":
            continue
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Call):
                continue
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            if any(ast.unparse(one) in {"request.user", "self.request.user"} for one in given):
                offences[f"{module.where}:{node.lineno}"] = "hands request.user on: person_of(request)"
    hold("actors-of-requests", offences)
