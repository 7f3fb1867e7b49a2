"""Monitoring of talent management: what was achieved, what it means, what follows, from live data.

It reads the other domains' tables by name and changes none of them; what it keeps is what was done
about its recommendations.
"""
