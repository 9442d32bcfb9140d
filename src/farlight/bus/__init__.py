"""The one log of what happened, and its delivery.

Owns the session logs (append-only, numbered without gaps), the deliveries to handlers (after commit, at least once),
and the watch that wakes whoever waits for news. Its words: *event*, *stream* (a session's log, or the facility's),
*delivery* (one event for one handler), *news* (something was committed). It knows no context and decides nothing.
"""
