"""Reports on games for people: stories, briefs, reviews."""
