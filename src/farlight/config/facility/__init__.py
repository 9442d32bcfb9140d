"""The facility file: one TOML file that says what a facility is made of.

``description`` is its form, ``positions`` finds the line of every key, ``reading`` turns text into a description or
into objections with file, line and key, ``references`` checks what points where, ``loading`` makes the facility so.
"""
