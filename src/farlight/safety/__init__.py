"""Safety: who was taught what, and what a beamline asks of those who work there.

Its words: *training* (what somebody was taught, and until when that counts), *standing* (how a person stands to a
training that a beamline asks for), *closing* (a way into sessions that is shut to who lacks one; ``beamtime`` asks for
them). It says who lacks what, while there is time to mend it. Hazards of substances belong to ``samples``, those of
parcels to ``shipping``.
"""
