"""One whole remote experiment without a browser: ``farlight experiment``.

``plan`` says what is measured and describes the small facility it is measured in, ``following`` understands the
session's events, ``story`` does the experiment with real processes, ``report`` says what came out.
"""
