"""The standard as data, the frozen types it loads into, and its lint."""
