"""The door of statistics."""

from farlight.statistics.services.freezing import freeze_years_that_are_over

__all__ = ["freeze_years_that_are_over"]
