"""The throughput board: methods, measuring, the rounds kept, tables and pictures."""
