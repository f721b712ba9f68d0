"""A brief on paper and on a screen: what stands where, measured and drawn."""
