"""Transfer: the files of a session, listed and sent.

Its words: *entry* (a file or folder of a session's folder), *representation* (what an address gives: a file, or a tar
archive laid out before its first byte, so that its length is known and any part of it can be asked for), *range*
(RFC 9110, section 14). Owns no rows: files are what lies in the folder. It follows no link and never leaves the folder.
"""
