"""Independent answers, which results are held against, and bounds on what rounding may do."""
