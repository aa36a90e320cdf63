"""Tables in and out: what people keep in spreadsheets, read into records and given back.

`reading` gives rows of text, `columns` says which field a column is, `values` reads a cell,
`merging` compares with what the club knows, `giving` writes a table. Nothing here touches the
disk: the `import` and `export` commands do.
"""
