"""Requests that wait for a decision: who asks, who decides in which order, on which content.

A *request* carries *content* (canonical JSON, known by its SHA-256) along a *route* of *stages*,
frozen when it is submitted; every submission opens a new *round*. A *decision* binds to the hash
its decider saw. An approved request has a *letter*, which anybody can *verify* by its code.
"""
