"""How objects show themselves in notebooks: a card with a few facts and a small picture."""
