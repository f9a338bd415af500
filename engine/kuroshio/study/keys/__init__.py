"""The keys of a scenario: the address of every number, word and switch that a variant may change, and what each may be."""
