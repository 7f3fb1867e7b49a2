"""Parts of the story, one to a file, each played through the service functions."""
