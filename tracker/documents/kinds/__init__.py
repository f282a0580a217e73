"""One module a kind of document: what it is called, and what of a record it freezes when it is issued."""
