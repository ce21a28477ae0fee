"""Seeded names for the throughput board.

`entities` are the companies of the embedded lists; some of them are listed, the others
are clean and hard. `noise` makes variants of listed names, one function a kind, and
`telling` leaves out those that no longer say who is meant. `made` and `clean` give the
names that must not be found, and `sets` puts it all together.
"""
