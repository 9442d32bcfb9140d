"""Sample sheets: what a group writes in a spreadsheet, read with all its oddities, and what is wrong with it, all at once.

A file becomes a ``SheetReading`` (``grid``), its columns are matched (``headings``, ``profiles``), its rows become
``DeclaredRow`` (``rows``), and ``checking`` holds them against what the proposal has and what the technique asks for.
"""
