"""What every package stands on: errors, events, identifiers, units, time, tables, countries. Pure, small."""
