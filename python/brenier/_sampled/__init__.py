"""The transport of a sampled source, in any dimension: what `brenier.solve_sampled` is made of."""
