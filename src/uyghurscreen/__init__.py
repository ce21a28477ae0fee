"""Screen company names against the lists tied to the Uyghur Region crisis."""
