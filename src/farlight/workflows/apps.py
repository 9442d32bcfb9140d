"""Workflows, as an application of Django."""

from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    """Stories that cross contexts."""

    name = "farlight.workflows"
    label = "workflows"

    def ready(self) -> None:
        """Let samples ask what came out of measuring them."""
        from farlight.samples.public import register_results
        from farlight.workflows.services.results_in_sheets import results_of_samples

        register_results(results_of_samples)
