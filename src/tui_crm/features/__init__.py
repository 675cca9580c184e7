"""What the program is about: one folder for each subject."""
