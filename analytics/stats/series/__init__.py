"""Many series at once: whether they rise, where they break, how far ahead one can see."""
