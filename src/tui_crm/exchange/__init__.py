"""Files in and out: what is read, mapped and imported, and what is written."""
