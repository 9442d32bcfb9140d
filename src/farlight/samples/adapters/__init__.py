"""Files of samples."""
