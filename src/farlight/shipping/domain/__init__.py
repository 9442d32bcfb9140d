"""Rules about parcels, as functions of plain values."""
