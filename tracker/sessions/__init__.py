"""Sessions of involvement and who came, in a room, online or in their own time.

Must not know payments: attendance never calls up, payments asks for attendance not yet claimed.
"""
