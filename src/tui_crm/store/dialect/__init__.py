"""What one database does otherwise than another: the same names for each."""
