"""Sample sheets: what a group writes in a spreadsheet, read with its oddities, and all that is wrong with it, at once.

A file becomes a ``SheetReading`` (``grid``), its columns are matched (``headings``, ``profiles``), its rows become
``DeclaredRow`` (``rows``), and ``checking`` holds them against what the proposal has and what the technique asks for.
"""
