"""Safety, as an application of Django."""

from django.apps import AppConfig


class SafetyConfig(AppConfig):
    """Safety."""

    name = "farlight.safety"
    label = "safety"

    def ready(self) -> None:
        """Have the policy of sessions know which ways a missing training closes."""
        from farlight.beamtime.public import register_demand  # models are there only now
        from farlight.safety.queries import closings_for

        register_demand(closings_for)
