"""One step of a request from a state to the next."""

from django.db import connection

from farlight.acquisition.domain.states import may_follow
from farlight.acquisition.errors import WrongState
from farlight.acquisition.events import RequestChanged
from farlight.acquisition.models import Request
from farlight.acquisition.types import RequestState
from farlight.bus.public import publish


def change_state(*, request: Request, to: RequestState, reason: str = "", by: str = "") -> None:
    """Take a request to another state, in the caller's transaction.

    Raises
    ------
    WrongState
        When that state may not follow the present one, which is read anew.
    """
    rows = (
        Request.objects.select_for_update(no_key=True)
        if connection.features.has_select_for_update
        else Request.objects.all()
    )
    old = RequestState(rows.values_list("state", flat=True).get(pk=request.pk))
    if not may_follow(old, to):
        raise WrongState(f"The request is {old.value}; from there it cannot become {to.value}.")
    Request.objects.filter(pk=request.pk).update(state=to.value, reason=reason)
    request.state, request.reason = to.value, reason
    publish(RequestChanged(session=request.session.code, request=request.code, state=to.value, reason=reason), by=by)
