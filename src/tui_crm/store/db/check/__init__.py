"""Is a store whole? One file for each thing that is verified."""
