"""Processing as a Django application."""

from django.apps import AppConfig


class ProcessingConfig(AppConfig):
    """Processings and their results."""

    name = "farlight.processing"
    verbose_name = "Processing"

    def ready(self) -> None:
        """Let sheets of samples be given back with their best results."""
        from farlight.processing.public import results_of_samples  # models are there only now
        from farlight.samples.public import register_results

        register_results(results_of_samples)
