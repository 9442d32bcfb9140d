"""Looking at a running instance from outside, as somebody would who wants to get in.

Owns the probes and what they find. It talks to an instance over its lines alone: HTTP, websockets, SSH; it knows the
documented addresses, imports nothing of the server, and needs neither database nor settings. Words: *probe* (one kind
of thing that is looked at), *finding* (what should not be so, how bad it is, and what mends it).
"""
