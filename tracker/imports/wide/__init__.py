"""Wide registers, people down and dates across: from a grid of cells to who came when, with remarks.

Pure: nothing here knows a framework. Whatever cannot be told apart is asked, and what is left out is said.
"""
