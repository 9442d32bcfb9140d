"""What every page of Farlight is made of: the page itself, its small parts, and how values are written.

Owns: ``ui/page.html``, the error pages, the account pages of allauth, and the template tags of ``{% load ui %}``.
Knows no context: everything it shows is handed to it. Blocks of the page: ``title``, ``heading``, ``content``,
``scripts``, ``head``, ``page_class``, ``body_attributes`` (a live page puts ``data-live="<event stream>"`` there).

Parts, each used as ``{% include %}`` or as a tag:

* ``ui/empty.html`` (``icon title text action_url action``): nothing here yet, and what to do about it.
* ``ui/reasons.html`` (``reasons title``): every reason of a refusal (as a page: ``ui/refusal.html``).
* ``ui/form.html`` (``form``) and ``{% field form.energy_ev unit="eV" %}``: labels, units, hints and objections.
* ``{% icon "flask" %}``, ``{% state_badge "running" %}``, ``{% moment started %}``, ``{% time_left until %}``.
* any link or button with ``data-key="q" data-key-word="open the queue"`` is pressed by that key and listed under ``?``.
* filters: ``angstrom degrees kev seconds percent file_size unit_cell_text``.
"""
