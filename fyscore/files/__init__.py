"""Files as people keep them: which inputs are meant, what outputs are called, safe writing."""
