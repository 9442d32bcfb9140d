"""``farlight web``."""

import resource

import click
import django
import uvicorn
from django.conf import settings


@click.command()
@click.option("--host", default=None, help="Address to bind to; by default what the settings say.")
@click.option("--port", default=None, type=int, help="Port to bind to; by default what the settings say.")
@click.option("--workers", default=1, show_default=True, help="Number of processes.")
def command(host: str | None, port: int | None, workers: int) -> None:
    """Pages, REST and event streams."""
    django.setup()
    _allow_many_files()
    web = settings.DEPLOYMENT.web
    uvicorn.run(
        "farlight.config.served:kept",
        factory=True,
        host=host or web.host,
        port=web.port if port is None else port,
        workers=workers,
        http="farlight.config.protocol:Protocol",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        forwarded_allow_ips=list(web.proxies),
        timeout_graceful_shutdown=2,
        timeout_keep_alive=15,
        ws_max_size=1 << 20,
        ws_per_message_deflate=False,
    )


def _allow_many_files() -> None:
    """Take as many descriptors as the system gives: each browser has one, each image file that is looked at two."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
