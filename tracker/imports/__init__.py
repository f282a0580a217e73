"""Spreadsheets in: read a file, understand it, show a dry run, then bring it in all or nothing.

`reading` knows files, `headers` our own columns, `register` anybody's long list; `planning` turns either into
a `Plan` held against what is in the database already, and `apply` writes that plan. Both doors, the screens
and `tracker import`, use this one engine. It decides nothing of its own: it writes what a service would.
"""
