"""Programs that are run by hand, or in processes of their own, and are parts of tests besides."""
