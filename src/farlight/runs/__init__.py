"""Runs: what was measured, and what its images say while it is being measured.

Its words: *run* (one data collection of a session, code such as ``mx2345-7/12``), *snapshot* (a picture of the crystal
taken for a run), *series* (values of each image of a run: spots, resolution, intensity, ice), *analysis* (the job that
makes the series, following the files as they grow). A run points at files; Farlight never copies pixels. It does not
collect (``acquisition``), and it does not process (``processing``).
"""
