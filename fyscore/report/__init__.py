"""Show a Result; compute nothing."""
