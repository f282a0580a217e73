"""Files read back: what the bank or the finance system says became of the payments of runs that went to it.

Owns the files that were read (`ReadFile`): each is tried dry, then carried out by the same services as
what is typed by hand. Must not know how a file goes out, nor anything of a person but their payments.
"""
