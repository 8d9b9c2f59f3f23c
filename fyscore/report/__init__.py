"""Reports for people: gathered once, rendered by templates; nothing is computed here."""
