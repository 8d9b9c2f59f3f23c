"""The program as one page that runs in a browser: what its worker asks, and the page itself."""
