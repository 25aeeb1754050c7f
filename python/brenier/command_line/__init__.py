"""What the command line reads and writes: tables, sources, and files that are not overwritten."""
