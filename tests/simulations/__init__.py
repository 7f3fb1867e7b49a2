"""Changed schemes over maps, and changed facts of one person."""
