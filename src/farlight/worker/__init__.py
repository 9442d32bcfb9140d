"""The background process: jobs of the queues, deliveries that are tried again, and what the clock brings.

A worker is started for some queues: ``default`` (also deliveries and the clock), ``analysis`` (image analysis, which
follows collections) and ``processing`` (DIALS). They are separate processes so that a long job of one never holds up
the others.
"""
