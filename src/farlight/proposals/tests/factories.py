"""Proposals for tests."""

from farlight.proposals.public import register_proposal


def make_proposal(leader, code="mx2341", *, members=(), title="Proteins of the deep sea"):
    """A proposal and its group."""
    return register_proposal(code=code, title=title, principal_investigator=leader, members=members)
