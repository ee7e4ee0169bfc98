"""Cards: certificates as one JSON file that others can read, and the check of it. Imports causes, network."""
