"""Statistics: numbers about what happened, from the same events that pages and mails follow.

Its words: *history* (one parcel's way, with its times), *breakdown* (histories by country, carrier, mode …), *frozen
year* (the figures of a year as they were when it was over, which never change). Staff see every number; everybody else
sees only years that are over, and no group so small that one could tell whose it is. It owns no fact of its own.
"""
