"""Maps: a finished run as one page that opens without a network."""
