"""Each role's first page: what to do next. Must own no rule; it only asks the nouns below."""
