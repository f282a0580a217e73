"""The tests mirror tracker/ folder by folder; each name is a sentence about behaviour."""
