"""Tables that people type into or get from us: each declared once, read and written from that."""
