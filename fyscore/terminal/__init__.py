"""What a console shows, in any encoding and width it may have."""
