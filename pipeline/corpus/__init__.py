"""Ingestion: any tweet file becomes a clean table, split by cluster, every record accounted for."""
