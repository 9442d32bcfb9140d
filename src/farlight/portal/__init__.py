"""The pages that join what the contexts know: home, the list of sessions, and the page of one session.

Owns no rows. Asks every context at its door, and hands the answers to templates. What happens in a session reaches the
open page by the session's event stream; the parts of the page that an event changes are fetched again, one at a time.
"""
