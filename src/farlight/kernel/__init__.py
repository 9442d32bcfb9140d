"""What every package stands on: errors, events, identifiers, units, time, tables. Pure Python, small, knows nothing above."""
