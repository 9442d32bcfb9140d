"""``farlight gateway``."""

import asyncio
import os
import signal

import click
import django
from django.conf import settings

from farlight.config.supervisor import ProcessSpec, Supervisor, farlight_command


@click.command()
@click.option("--host", default=None, help="Address to bind to; by default the one that is set.")
@click.option("--port", default=None, type=int, help="Port to bind to; by default the one that is set.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes on the one port.")
@click.option("--shared", is_flag=True, help="Let other processes listen on the same port.")
def command(*, host: str | None, port: int | None, workers: int, shared: bool) -> None:
    """SFTP to the sessions that are a person's own; its keys are kept in the state folder."""
    django.setup()
    from farlight.gateway.host_keys import host_keys  # both need Django to be set up
    from farlight.gateway.service import Listening, run_gateway

    chosen = settings.DEPLOYMENT.gateway
    keys = settings.FARLIGHT_STATE_DIR / "gateway"
    listening = Listening(
        host=chosen.host if host is None else host,
        port=chosen.port if port is None else port,
        keys=keys,
        site=settings.FARLIGHT_SITE_URL,
        fallback_ciphers=chosen.fallback_ciphers,
        window_bytes=chosen.window_mib << 20,
        shared=shared,
    )
    if workers == 1:
        asyncio.run(run_gateway(listening))
        return
    host_keys(keys)
    one = farlight_command("gateway", "--shared", "--host", listening.host, "--port", str(listening.port))
    specs = [ProcessSpec(name=f"gateway-{number}", command=one) for number in range(1, workers + 1)]
    with Supervisor(environment=os.environ, logs=settings.FARLIGHT_STATE_DIR / "logs", tell=click.echo) as supervisor:
        supervisor.start(*specs)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: supervisor.request_stop())
        supervisor.watch()
