"""Stories that cross contexts, one file each: what happens at the beamline is said of samples and told in sheets.

It owns nothing; it hears events and calls services of the contexts below.
"""
