"""Processing: from the images of a run to a cell, a space group and merged intensities.

Its words: *processing* (one attempt on one run, numbered within the run), *stage* (import, find spots, index …),
*result*, *shell*. It starts DIALS by its command line, follows its logs and says in plain words what came out, or
which step failed, why, and what to try. It keeps no images (``runs``) and decides not who may see what (``beamtime``).
"""
