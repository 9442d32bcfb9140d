"""Passports: other programs of the facility (JupyterHub, a wiki) let people sign on through Farlight.

Its words: *service* (a program that the facility file declares, and that Farlight says to who somebody is), *passport*
(what a service got for one person in one sign-on: it ends when the person ends it, when the account is locked, or when
somebody shows a part of it twice). The protocol is OpenID Connect, spoken by allauth; what counts is decided here. How
people sign on to Farlight itself belongs to ``people``.
"""
