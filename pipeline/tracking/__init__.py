"""MLflow: the tracker and its twin that does nothing, the store, links inside the UI. May import core."""
