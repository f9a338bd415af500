"""What several phases use: adjudication, effects, conditions, obligations, counters, costs."""
