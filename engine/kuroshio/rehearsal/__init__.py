"""A rehearsal for control: scripted teams hand in slips with the mistakes of real teams, and a page says what became of each."""
