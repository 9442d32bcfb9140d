"""The logbook of a session: for now, short notes.

Its words: *note* (what somebody wrote down in a session, numbered, never changed). Everything else that a logbook shows
is in the session's log already; the full logbook will read it there. Notes are plain text.
"""
