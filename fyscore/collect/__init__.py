"""Many inputs: what forms and saved results hold, file by file, and what may be ranked of it."""
