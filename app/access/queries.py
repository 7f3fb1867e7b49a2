"""What can be read of clients and memberships."""

from uuid import UUID

from sqlalchemy import bindparam, func, or_, select

from app.access.models import Client, ClientSecret, Membership
from app.core.queries import Key, PageQuery, Query

SHOWN = (
    Client.id,
    Client.name,
    Client.roles,
    Client.agency_id,
    Client.units,
    Client.kanreg,
    Client.valid_from,
    Client.valid_until,
    Client.active,
    Client.created_at,
)

CLIENT = Query(select(*SHOWN).where(Client.id == bindparam("client_id")))
CLIENTS = PageQuery("clients", select(*SHOWN), [Key("name", str), Key("id", UUID)])

SECRETS = PageQuery(
    "secrets",
    select(
        ClientSecret.id,
        ClientSecret.created_at,
        ClientSecret.expires_at,
        ClientSecret.last_used_at,
    ).where(
        ClientSecret.client_id == bindparam("client_id"),
        or_(ClientSecret.expires_at.is_(None), ClientSecret.expires_at > func.now()),
    ),
    [Key("id", UUID)],
)

HELD = (
    Membership.id,
    Membership.issuer,
    Membership.subject,
    Membership.actor_id,
    Membership.name,
    Membership.roles,
    Membership.agency_id,
    Membership.units,
    Membership.employee_id,
    Membership.kanreg,
    Membership.valid_from,
    Membership.valid_until,
    Membership.created_at,
    Membership.ended_at,
)

MEMBERSHIP = Query(select(*HELD).where(Membership.id == bindparam("membership_id")))
MEMBERSHIPS = PageQuery("memberships", select(*HELD), [Key("name", str), Key("id", UUID)])
