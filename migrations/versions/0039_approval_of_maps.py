"""Talent maps are approved as they stand; a calibration that closes voids what was decided.

That a map is approved is nowhere written beside its request, so it cannot differ from it.
"""

from alembic import op

from app.core.identity import SYSTEM
from app.core.rls import as_owner

revision = "0039"
down_revision = "0037"
branch_labels = None
depends_on = None

FUNCTIONS = {
    # Also for those who see an agency's maps without its requests.
    "approval_in_force(text, uuid, uuid)": as_owner(
        "approval_in_force(of_kind text, subject uuid, agency uuid)",
        "uuid",
        """
      found := (select id from approval_requests
        where kind = of_kind and subject_id = subject and agency_id = agency
          and status = 'approved' limit 1);""",
        answer="case when agency = any (visible_agencies()) then found end",
        declares="found uuid;",
    ),
    # Hashes, and the names of sessions: what anybody who reads a request about the map may know.
    "talent_map_results(uuid)": as_owner(
        "talent_map_results(map uuid)",
        "jsonb",
        """
      agency := (select agency_id from talent_maps where id = map);
      found := jsonb_build_object(
        'placements_sha256', (select data ->> 'placements_sha256' from audit_events
          where kind = 'talent_map.calculated' and subject_id = map order by id desc limit 1),
        'calibrations', coalesce((select jsonb_agg(jsonb_build_object(
            'id', id, 'name', name, 'register_sha256', register_sha256) order by ended_at, id)
          from calibrations where map_id = map and state = 'closed'), '[]'));""",
        answer="case when agency = any (visible_agencies()) then found end",
        declares="found jsonb; agency uuid;",
    ),
    "approval_map_there()": """
CREATE FUNCTION approval_map_there() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM talent_maps
    WHERE id = NEW.subject_id AND agency_id = NEW.agency_id AND state = 'done' FOR KEY SHARE;
    IF NOT FOUND THEN
        PERFORM approval_refuse('request_has_subject', 'there is no such finished talent map');
    END IF;
    RETURN NEW;
END $$
""",
    # Locks in the order map, then request, as whoever decides does.
    "approval_map_calibrated()": """
CREATE FUNCTION approval_map_calibrated() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    closed integer;
BEGIN
    PERFORM FROM talent_maps WHERE id = NEW.map_id FOR NO KEY UPDATE;
    closed := (SELECT count(*) FROM calibrations WHERE map_id = NEW.map_id AND state = 'closed');
    PERFORM approval_subject_changed('talent_map', NEW.map_id, jsonb_build_object(
        'cause', 'talent_map_calibrated',
        'before', (closed - 1)::text, 'after', closed::text));
    RETURN NULL;
END $$
""",
}
TRIGGERS = {
    "of_map": "approval_requests",
    "calibrated": "calibrations",
}


def upgrade() -> None:
    op.execute(f"select set_config('app.context', '{SYSTEM.context}', true)")
    op.execute("insert into approval_kinds (name) values ('talent_map')")
    for function in FUNCTIONS.values():
        op.execute(function)
    op.execute(
        "CREATE TRIGGER of_map BEFORE INSERT ON approval_requests FOR EACH ROW "
        "WHEN (NEW.kind = 'talent_map') EXECUTE FUNCTION approval_map_there()"
    )
    op.execute(
        "CREATE TRIGGER calibrated AFTER UPDATE ON calibrations FOR EACH ROW "
        "WHEN (NEW.state = 'closed' AND OLD.state <> 'closed') "
        "EXECUTE FUNCTION approval_map_calibrated()"
    )


def downgrade() -> None:
    op.execute(f"select set_config('app.context', '{SYSTEM.context}', true)")
    for trigger, table in TRIGGERS.items():
        op.execute(f"DROP TRIGGER {trigger} ON {table}")
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}")
    op.execute("delete from approval_kinds where name = 'talent_map'")
