"""What if: a map's people under another scheme, and one person with other facts of their own.

A *simulation* scores everybody of a finished map again by a changed scheme, from the facts as they
were known when the map was made, and writes nothing but that it was run: by whom, with which
weights, what for, and what came of it. A *counterfactual* is the smallest change in somebody's own
power that would have put them into a better box of a map. A *lever* is what such a change moves.
"""
