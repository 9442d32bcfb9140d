from datetime import UTC, datetime

from farlight.kernel.waiting import Waiting, most_urgent


def test_what_went_wrong_comes_first_then_what_is_due_first():
    sooner, later = datetime(2026, 11, 27, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
    said = [("whenever", None, False), ("later", later, False), ("wrong", None, True), ("sooner", sooner, False)]
    waiting = [
        Waiting(what=what, link="/", proposal="mx1", due=due, is_trouble=is_trouble) for what, due, is_trouble in said
    ]
    assert [one.what for one in most_urgent(waiting)] == ["wrong", "sooner", "later", "whenever"]
