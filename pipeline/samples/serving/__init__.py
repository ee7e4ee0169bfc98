"""The registered model that MLflow serves."""
