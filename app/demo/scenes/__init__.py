"""Scenes of the story, each played through the services that the API uses."""
