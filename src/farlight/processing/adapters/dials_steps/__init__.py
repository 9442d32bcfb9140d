"""The steps of the DIALS chain, each from a state to the next."""
