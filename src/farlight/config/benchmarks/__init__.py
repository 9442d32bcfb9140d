"""Performance, measured: one module a benchmark, each with ``run() -> dict``.

A result has ``ratios`` (more is better, against a peer or limit measured or named in the same run), ``figures``,
``against`` (what the ratios compare with) and ``machine``.
"""
