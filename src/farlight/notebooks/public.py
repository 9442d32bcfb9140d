"""The door of notebooks."""

from farlight.notebooks.queries import notebook_page
from farlight.notebooks.services.defining import define_notebooks
from farlight.notebooks.services.keeping import Keeper, kept_notebooks
from farlight.notebooks.services.lives import start_notebook, stop_notebook

__all__ = ["Keeper", "define_notebooks", "kept_notebooks", "notebook_page", "start_notebook", "stop_notebook"]
