"""Beamtime: the sessions, their teams, and who may do what in them.

Its words: *session* (a proposal's time on a beamline, code such as ``mx2345-7``; Diamond says visit), *team* (the
people of a session, each with a part), *rights number* (raised by every change of rights, so that an open
channel's check costs one integer), *presence* (who has the session open now). ``public.may`` is the only function in
the system that says yes or no.
"""
