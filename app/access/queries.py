"""What can be read of clients."""

from uuid import UUID

from sqlalchemy import bindparam, select

from app.access.models import Client
from app.core.queries import Key, PageQuery, Query

SHOWN = (
    Client.id,
    Client.name,
    Client.roles,
    Client.agency_id,
    Client.active,
    Client.created_at,
)

CLIENT = Query(select(*SHOWN).where(Client.id == bindparam("client_id")))
CLIENTS = PageQuery("clients", select(*SHOWN), [Key("name", str), Key("id", UUID)])
