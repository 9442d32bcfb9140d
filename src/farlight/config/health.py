"""For those who watch the machines: is it alive, is it ready, how much has it done.

Whether it is may be asked by anybody, as balancers of load do; more is told to the machines that watch alone.
"""

from ipaddress import ip_address

from django.conf import settings
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from farlight import __version__
from farlight.bus.models import Delivery, LoggedEvent
from farlight.kernel.errors import NotFound


def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - a view's signature
    """Alive: this process answers."""
    return JsonResponse({"status": "ok", "version": __version__})


def readyz(request: HttpRequest) -> JsonResponse:
    """Ready: the database answers and its tables are those of this version."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        why = {"why": str(error)} if _is_watcher(request) else {}
        return JsonResponse({"status": "no database", **why}, status=503)
    if missing:
        return JsonResponse({"status": "migrations are missing", "missing": len(missing)}, status=503)
    return JsonResponse({"status": "ok"})


def metrics(request: HttpRequest) -> HttpResponse:
    """Figures in the text format of Prometheus, for machines that watch; for others there is nothing here."""
    if not _is_watcher(request):
        raise NotFound
    newest = LoggedEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    waiting = Delivery.objects.filter(delivered_at=None).count()
    lines = [
        "# HELP farlight_events_total Events in the log.",
        "# TYPE farlight_events_total counter",
        f"farlight_events_total {newest}",
        "# HELP farlight_deliveries_waiting Deliveries that have not succeeded yet.",
        "# TYPE farlight_deliveries_waiting gauge",
        f"farlight_deliveries_waiting {waiting}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; version=0.0.4; charset=utf-8")


def _is_watcher(request: HttpRequest) -> bool:
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    plain = getattr(address, "ipv4_mapped", None) or address
    return any(plain in network for network in settings.FARLIGHT_WATCHERS)
