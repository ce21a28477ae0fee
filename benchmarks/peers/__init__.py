"""Other matchers, each behind one function, so that all see the same cases.

Each module but `registry` has `match(queries, listed, setting)`: frames with `case` and
`query`, and with `entity` and `name`, in; `case`, `entity` and `score` (0 to 1) of the
best candidates out. It imports nothing of this project, since a peer may live in an
interpreter of its own; `registry` says which, and calls it there.
"""
