"""What every package stands on: errors, events, identifiers, units, time. Pure Python, small, knows nothing above."""
