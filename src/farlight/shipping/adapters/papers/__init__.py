"""The papers of a parcel as PDF: pure drawing, from facts. Nothing here asks the database."""
