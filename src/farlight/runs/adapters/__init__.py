"""Files that runs keep beside those of detectors."""
