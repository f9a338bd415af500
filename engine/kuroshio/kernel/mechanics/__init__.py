"""What phases are made of, a file for each mechanism of the rules: odds and rulings, effects, attribution, limits, a crisis."""
