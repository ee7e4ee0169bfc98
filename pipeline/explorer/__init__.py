"""The explorer: one self-contained HTML file that runs the network in the browser."""
