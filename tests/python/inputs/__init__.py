"""What the tests are run on: shapes, sites, masses, sources, problems, hypothesis's strategies."""
