"""Tables in and out: what people keep in spreadsheets, read into records and written again.

`reading` gives rows of text, `columns` and `mapping` say which field a column is, `values` and
`rows` read a row, `merging` compares with what the club knows, `export` writes a table. Nothing here
touches the disk: the `import` and `export` commands do.
"""

from generator.core.system import ClubError


class TableError(ClubError):
    """A table, or its mapping, cannot be read or written as asked; the message is in French."""
