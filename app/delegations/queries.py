"""What can be read of delegations, acting officials and absences, newest first."""

from sqlalchemy import ColumnElement, Uuid, bindparam, or_, select

from app.core.queries import Key, PageQuery
from app.delegations.models import Absence, ActingOfficial, Delegation

NEWEST = (Key("id", str, descends=True),)
PERSON = bindparam("actor_id", type_=Uuid)


def _of(model: type[Delegation | ActingOfficial | Absence], who: ColumnElement[bool]) -> PageQuery:
    name = model.__tablename__.replace("_", "-")
    columns = select(*model.__table__.columns)
    return PageQuery(name, columns, keys=NEWEST, filters={"actor_id": who})


DELEGATIONS = _of(Delegation, or_(Delegation.giver_id == PERSON, Delegation.delegate_id == PERSON))
ACTING_OFFICIALS = _of(ActingOfficial, ActingOfficial.actor_id == PERSON)
ABSENCES = _of(Absence, Absence.actor_id == PERSON)
