"""The methods of the throughput board, one small module each.

Each module has `prepare(listed)`, which returns what the method makes of the listed
names, and `find(prepared, queries)`, which reads a Parquet file of names, a batch at a
time, and yields the best listed name of each. It imports nothing of this project (but
for `own` and `kernel`), since a peer may live in an interpreter of its own.
"""
