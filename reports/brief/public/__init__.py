"""What public readers see of an answer: cells for places, no names, no small counts."""
