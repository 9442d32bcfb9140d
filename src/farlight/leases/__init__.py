"""Leases: which channels of a session are open to a person, until when, and why not.

Its words: *channel kind* (desktop, control, SSH, SFTP, webcam, notebook, downloads), *lease* (what a person may open
in a session, computed anew from ``beamtime.public.may`` whenever somebody asks; nothing of it is kept), *channel*
(something that is open now, with a row), *ending* (why it is open no more). Whatever holds a channel open watches it:
it is over within two seconds when the right, the session's time, the account, the login or the patience of staff ends.
"""
