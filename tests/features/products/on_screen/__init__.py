"""Products on the screen: in a process of their own, for the keys of a screen are read once."""
