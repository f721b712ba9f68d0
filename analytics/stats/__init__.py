"""What several analyses compute alike, on numbers and frames; knows no analysis."""
