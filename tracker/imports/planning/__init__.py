"""A plan: what a file would do to what is in the database already, row by row, before anything is written.

One module a sheet of ours, and `register` for anybody's long list. Each takes what was read and the `Book` of
what is known, and adds to the book's `Plan`. Nothing here writes; `imports.apply` does.
"""
