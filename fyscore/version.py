"""The release, on its own so that anything may ask for it."""

__version__ = "0.1.0"
