"""Docstrings under fields and members, which Python does not keep: read from the source."""

import ast
import inspect
import textwrap

from generation.tables import prose


def attribute_docs(owner: type) -> dict[str, str]:
    """Return the string under each attribute of a class and of those that it inherits from, as Markdown."""
    docs: dict[str, str] = {}
    for kind in reversed(owner.__mro__):
        if kind.__module__.startswith("farlight."):
            docs.update(_own_docs(kind))
    return docs


def _own_docs(kind: type) -> dict[str, str]:
    body = ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0]
    if not isinstance(body, ast.ClassDef):
        return {}
    docs = {}
    for statement, following in zip(body.body, body.body[1:], strict=False):
        if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
            for name in _names(statement):
                docs[name] = prose(" ".join(str(following.value.value).split()))
    return docs


def _names(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return [statement.target.id]
    if isinstance(statement, ast.Assign):
        return [target.id for target in statement.targets if isinstance(target, ast.Name)]
    return []
