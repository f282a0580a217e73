"""Speed as ratios: what a piece of work takes, over the least that the same work could take, in one run.

`./dev bench` prints a line for each. A ratio means the same on a slow machine as on a quick one, so it can
be promised; seconds cannot. Nothing here is a test, and no test is timed.
"""
