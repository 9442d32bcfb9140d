"""Mails: what happened, told to whom it concerns.

Its words: *letter* (what another context has to say: a template and its facts, about one cause), *mail* (a letter to
one person, kept as it was written: at most one for each cause and person), *pace* (how often somebody wants mails),
*digest* (one mail a day with all that could wait). Whom a letter goes to is decided by the context that writes it.
Texts are the site's to change; the packaged ones lie in the folder ``mails`` of the context that they tell of.
"""
