"""Notebooks: Jupyter for a session, on the facility's own hub, for as long as its person may process there.

It keeps who has a notebook of which session, and sees that none outlives its lease. Its words: *hub* (the facility's
JupyterHub, which starts servers as it likes: processes, containers, Slurm jobs), *notebook* (a person's server at the
hub for one session, named after it), *size* (what the facility offers to start it with), *keeper* (the thread of a
worker that tells the hub to start and stop, and asks until it is so).
"""
