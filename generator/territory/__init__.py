"""Places of the official geographic code: what they are, what they are called, how alike two are."""
