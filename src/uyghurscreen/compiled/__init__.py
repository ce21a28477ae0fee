"""What is compiled: inner loops in C, and how Python calls them."""
