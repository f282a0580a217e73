"""The reports, one module each: what it takes in, what it says, and in which plain sentences."""
