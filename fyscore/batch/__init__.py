"""Many files: scored in order with bounded memory, one bad file never stopping the rest."""
