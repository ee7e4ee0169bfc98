"""Results pages of the manual: facts from artefacts into one JSON file, and pages from that file alone."""
