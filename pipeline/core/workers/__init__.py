"""The workers behind `core.engine`: processes of this machine, and a Dask cluster."""
