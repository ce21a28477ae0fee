"""Where a party is: addresses taken apart, held against listed ones, and places."""
