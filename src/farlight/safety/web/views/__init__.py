"""Views of trainings."""
