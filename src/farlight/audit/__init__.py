"""Audit: who did what to rights, sessions and data, in a chain of hashes.

Its words: *record* (one act, written in the transaction of the act), *seal* (the record's number and its hash over the
record before it), *chain* (all seals, from the first record on), *personal part* (who, whom, from where, details; kept
out of the chain but for a salted digest, so that it can be erased while the chain still holds). Records are only ever
added. It knows no context: whoever acts says so here.
"""
