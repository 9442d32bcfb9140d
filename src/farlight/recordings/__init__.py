"""Recordings of shells that the gateway opened on a beamline's computer, where the facility file asks for them.

Its words: *recording* (what a terminal showed, as an asciicast file, version 2; never what was typed), *running hash*
(over each line and all before it), *seal* (how far a recording had come, with its hash, in the database). Who reads one
is recorded, too.
"""
