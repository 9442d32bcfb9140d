"""The front door by SSH: SFTP to exactly the sessions that are a person's own. A process: ``farlight gateway``.

Its words: *visitor* (a person who has come in, on one connection), *stay* (a visitor's channel to one session, watched
as long as it lasts), *draft* (an upload that is not complete: nobody else sees it). No shell, no forwarding, no links.
"""
