"""What every package stands on: errors, events, identifiers, units, time, tables. Small, pure, knows nothing above."""
