"""Shipping: parcels, from the freezer at home to the beamline and back.

Its words: *shipment* (what a group sends at once, for one session or for the queue), *parcel* (a dewar, box or toolbox
that travels by itself), *move* (one thing that happened to a parcel: a verb), *state* (what all moves of a parcel come
to; never said by anybody, always folded from them), *hold* (a state that a parcel must be let out of: customs,
quarantine, and what went wrong), *incident* (something that went wrong, with an owner and a deadline), *booking* (of
a courier, one way). What lies in a parcel belongs to samples; papers, mails and scanners read what is here.
"""
