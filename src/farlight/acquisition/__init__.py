"""Asking for data, and collecting it: requests, the queue, and the engine that works through it.

Its words: *request* (what somebody wants collected), *queue* (the requests of a session that wait, in order),
*collection* (a request being carried out), *engine* (the process that collects, one a beamline).

What was measured belongs to ``runs``, which follows this context's events. What a beamline consists of belongs to
``beamlines`` and ``engine``. Nothing is collected twice by itself: repeating is a user's act.
"""
