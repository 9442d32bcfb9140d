"""People: who someone is, where they work, what they may do for the facility, and how they prove who they are.

Its words: *person*, *institute* (with country and ROR id), *role* (what a person is for the facility, perhaps at one
beamline only), *token* (a key with which a program acts for a person). What a person may do in a session is not decided
here but by ``beamtime.public.may``. The second factor is allauth's; its rules come with sign-on.
"""
