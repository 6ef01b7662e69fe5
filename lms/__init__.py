"""Article 60: training programmes and e-learning for the people who prevent and fight corruption."""
