"""A placement may be approved; once that was asked for, nobody is appointed without it."""

from alembic import op

from app.core.identity import SYSTEM

revision = "0040"
down_revision = "0039a"
branch_labels = None
depends_on = None

FUNCTIONS = {
    "approval_placement_there": """
CREATE FUNCTION approval_placement_there() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM placement_proposals
    WHERE id = NEW.subject_id AND agency_id = NEW.agency_id AND state = 'chosen' FOR KEY SHARE;
    IF NOT FOUND THEN
        PERFORM approval_refuse('request_has_subject', 'there is no proposal whose choice holds');
    END IF;
    RETURN NEW;
END $$
""",
    "approval_placement_withdrawn": """
CREATE FUNCTION approval_placement_withdrawn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM approval_subject_changed('placement', NEW.id, jsonb_build_object(
        'cause', 'placement_withdrawn', 'before', OLD.state, 'after', NEW.state));
    RETURN NULL;
END $$
""",
    "approval_placement_given": """
CREATE FUNCTION approval_placement_given() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT status <> 'approved' FROM approval_requests
        WHERE kind = 'placement' AND subject_id = NEW.id AND status <> 'draft'
        ORDER BY created_at DESC, id DESC LIMIT 1)
    THEN
        PERFORM approval_refuse('placement_approved_if_asked',
            'approval of this placement was asked for, and was not given');
    END IF;
    RETURN NEW;
END $$
""",
}
TRIGGERS = {
    "of_placement": "approval_requests",
    "withdrawn": "placement_proposals",
    "approved_if_asked": "placement_proposals",
}


def upgrade() -> None:
    op.execute(f"select set_config('app.context', '{SYSTEM.context}', true)")
    op.execute("insert into approval_kinds (name) values ('placement')")
    for function in FUNCTIONS.values():
        op.execute(function)
    op.execute(
        "CREATE TRIGGER of_placement BEFORE INSERT ON approval_requests FOR EACH ROW "
        "WHEN (NEW.kind = 'placement') EXECUTE FUNCTION approval_placement_there()"
    )
    op.execute(
        "CREATE TRIGGER withdrawn AFTER UPDATE ON placement_proposals FOR EACH ROW "
        "WHEN (NEW.state = 'withdrawn' AND OLD.state <> 'withdrawn') "
        "EXECUTE FUNCTION approval_placement_withdrawn()"
    )
    op.execute(
        "CREATE TRIGGER approved_if_asked BEFORE UPDATE ON placement_proposals FOR EACH ROW "
        "WHEN (NEW.state = 'appointed' AND OLD.state <> 'appointed') "
        "EXECUTE FUNCTION approval_placement_given()"
    )


def downgrade() -> None:
    op.execute(f"select set_config('app.context', '{SYSTEM.context}', true)")
    for trigger, table in TRIGGERS.items():
        op.execute(f"DROP TRIGGER {trigger} ON {table}")
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}()")
    op.execute("delete from approval_kinds where name = 'placement'")
