"""Readiness: whether somebody's own set-up will do, found out before the day and not on it.

It keeps, of each person and session, what the person's browser found out last: line, clock, screen, what the browser
can do. What the facility knows by itself (a second factor, a login by SSH, what stands in the way of the session) is
asked anew each time and not kept. Its words: *check* (what was found out, and when), *line* of a check (one thing, how
it is, and what mends it). It decides nothing: nobody is kept out by a check.
"""
