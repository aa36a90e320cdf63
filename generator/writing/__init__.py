"""Writing sources: pure functions from text to text; only `disk` touches a file.

`yaml_text` is the form of what we write, `layout` keeps a text's comments while its parts move,
`formatting` puts a whole source in canonical form, `editing` changes one field and nothing else,
`skeletons` begins a new record.
"""
