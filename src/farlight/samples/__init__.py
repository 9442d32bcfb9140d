"""Samples: what is measured, and what it sits in.

Its words: *substance* (what it is, with its hazard), *sample* (a piece of it, prepared), *container* (a UniPuck of 16),
*placement* (a sample lies in a position of a container, from one moment on; append-only). Which container a session
uses is said by the container's proposal. The full model (technique schemas, sheets, parcels) grows from these four.
"""
