"""Article 60: training and certificates for the people who prevent and fight corruption."""
