"""People: who someone is, where they work, what they may do for the facility, and how they prove who they are.

Its words: *person*, *institute* (with country and ROR id), *role* (what a person is for the facility, perhaps at one
beamline only), *token* (a key with which a program acts for a person). What a person may do in a session is not decided
here but by ``beamtime.public.may``. *Second factor* (passkey, codes of an app, recovery codes), *step-up* (giving one
again before what matters), *invitation* (an account that waits for its owner).
"""
