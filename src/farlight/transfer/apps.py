"""Transfer, as an application of Django."""

from django.apps import AppConfig


class TransferConfig(AppConfig):
    """Transfer."""

    name = "farlight.transfer"
    label = "transfer"

    def ready(self) -> None:
        """Let the streams of sessions tell how far downloads are."""
        from farlight.beamtime.public import follow_in_streams  # models are there only now
        from farlight.transfer.services.live import DownloadsFollower

        follow_in_streams("transfers-moved", DownloadsFollower)
