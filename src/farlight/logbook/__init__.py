"""The logbook of a session: one entry for each thing that was done, and what people add to it.

Its words: *entry* (a run, something done to a sample, or a note; numbered in the order in which they began, each with
an explicit kind), *note* (what somebody wrote down, never changed), *comment* and *attachment* (what somebody added to
an entry), *star* (an entry that somebody wants to find again). Notes and comments are plain text. What an entry is
about belongs to ``runs`` and ``acquisition``; how it looks is the portal's matter.
"""
