"""A token of a civil servant of the demonstration, by employee_id and agency_id.

People sign in through a provider of identities (docs/sign-in.md), and the demonstration has none:
so whoever holds its home, and with it the key that signs, makes what would come of a sign-in.
"""

import sys
from uuid import UUID

from app.access.tokens import Tokens
from app.core.config import Settings
from app.core.identity import Actor, Role

employee_id, agency_id = map(UUID, sys.argv[1:])
person = Actor(
    id=employee_id,
    name="civil servant",
    roles=frozenset({Role.ASN}),
    agencies=frozenset({agency_id}),
    employee_id=employee_id,
)
print(Tokens.of(Settings()).issue(person))
