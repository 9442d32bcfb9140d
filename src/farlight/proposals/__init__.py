"""Proposals: what a group wants to do, and who the group is.

Its words: *proposal* (code such as ``mx2345``), *principal investigator*, *member*. A proposal gets beamtime as
sessions, which belong to ``beamtime``. Calls, reviews and panels have their place here.
"""
