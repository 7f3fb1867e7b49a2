"""The scenes of the story: one module each, with one entry `play`."""
