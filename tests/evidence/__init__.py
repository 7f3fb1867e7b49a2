"""Evidence bundles: taken from the service, verified without it."""
