"""One module a kind of thing that is looked at; each has functions that yield findings."""
