"""Names of companies as text: canonical forms and what they are made of."""
