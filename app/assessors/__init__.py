"""Assessors of competency: how severe, how spread, how steady, and what one of them does to ranks.

A map's potential rests on what assessors wrote down. Whoever decides by it should know whether
the people of one assessor stand lower because of the assessor.
"""
