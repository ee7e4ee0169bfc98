"""Ingestion: any tweet file becomes a clean tweet table, split by near-duplicate cluster, with every record accounted for."""
