"""Files that nobody would write, for the readers of spreadsheets: `./dev fuzz MINUTES`."""
