"""Evidence bundles: all that a decision rests on, in one file that anybody can verify alone.

A *bundle* is a ZIP of the format `talenta-evidence/1` about a *subject*: a talent map, a pool
or an approval request. Its *manifest* lists the hash of every file; a bundle is *sealed* when an
event with the manifest's hash stands in the log; the proof of that lies in the bundle's `log/`.
People are in it by opaque ids alone. `app.verifier` reads what is written here, and nothing else.
"""
