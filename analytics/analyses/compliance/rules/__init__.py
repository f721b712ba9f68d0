"""Rules as data: one file for each country, read with the line of every fault."""
