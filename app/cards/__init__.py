"""Pictures of one person: the radar of competencies, and the talent card that can be verified.

What a card says is a snapshot of a finished map; its code leads to a public page that says whether
the card is authentic, and nothing about the person.
"""
