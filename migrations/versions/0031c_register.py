"""The register of readiness: one row a body, and of it what anybody may know."""

from alembic import op

from app.core.rls import SERVICE

revision = "0031c"
down_revision = "0031b"
branch_labels = None
depends_on = None

# As whoever asks sees it: row-level security of the tables below decides which bodies.
REGISTER = """
CREATE VIEW readiness_register WITH (security_invoker = true) AS
SELECT DISTINCT ON (r.agency_id)
    r.agency_id, a.code, a.name, a.kanreg, a.province, r.id AS request_id, r.round, r.stage,
    CASE r.status
        WHEN 'approved' THEN CASE
            WHEN d.said IS NOT NULL THEN 'in_force'
            ELSE coalesce(p.said ->> 'result', 'approved') END
        WHEN 'submitted' THEN coalesce(l.step, 'submitted')
        ELSE r.status END AS state,
    r.status = 'approved' AS approved,
    (SELECT min(o.submitted_at) FROM approval_rounds o WHERE o.request_id = r.id) AS submitted_at,
    (SELECT o.submitted_at FROM approval_rounds o
     WHERE o.request_id = r.id AND o.round = r.round) AS round_submitted_at,
    r.closed_at AS decided_at, r.letter_number, r.letter_date,
    d.said ->> 'number' AS decree_number, (d.said ->> 'decree_date')::date AS decree_date,
    coalesce(jsonb_array_length(p.said -> 'conditions'), 0) AS conditions,
    (SELECT count(DISTINCT m.said ->> 'condition') FROM approval_steps m
     WHERE m.request_id = r.id AND m.round = r.round AND m.step = 'condition_met')::integer
        AS conditions_met,
    (SELECT max((e.said ->> 'held_on')::date) FROM approval_steps e
     WHERE e.request_id = r.id AND e.round = r.round AND e.step = 'evaluation') AS evaluated_on
FROM approval_requests r
JOIN agencies a ON a.id = r.agency_id
LEFT JOIN LATERAL (
    SELECT s.step FROM approval_steps s WHERE s.request_id = r.id AND s.round = r.round
    ORDER BY s.recorded_at DESC, s.id DESC LIMIT 1) l ON true
LEFT JOIN LATERAL (
    SELECT s.said FROM approval_steps s
    WHERE s.request_id = r.id AND s.round = r.round AND s.step = 'plenary'
    ORDER BY s.recorded_at DESC, s.id DESC LIMIT 1) p ON true
LEFT JOIN LATERAL (
    SELECT s.said FROM approval_steps s
    WHERE s.request_id = r.id AND s.round = r.round AND s.step = 'in_force' LIMIT 1) d ON true
WHERE r.kind = 'implementation' AND r.round > 0
ORDER BY r.agency_id, r.status = 'approved' DESC, r.created_at DESC
"""
# For everybody: bodies whose approval stands, and nothing that is not decided. It widens the
# context of row-level security for its one statement and puts it back.
PUBLIC = """
CREATE FUNCTION public_register()
RETURNS TABLE (agency_id uuid, name text, kanreg text, province text, state text,
               approved_on date, letter_number text, decree_number text, decree_date date,
               first_in_region boolean)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    context text := coalesce(current_setting('app.context', true), '');
BEGIN
    PERFORM set_config('app.context', '*;auditor;;;', true);
    RETURN QUERY
    SELECT g.agency_id, g.name::text, g.kanreg::text, g.province::text, g.state::text,
           g.letter_date, g.letter_number, g.decree_number, g.decree_date,
           g.kanreg IS NOT NULL
             AND row_number() OVER (PARTITION BY g.kanreg ORDER BY g.decided_at, g.agency_id) = 1
    FROM readiness_register g
    WHERE g.approved
    ORDER BY g.decided_at, g.agency_id;
    PERFORM set_config('app.context', context, true);
END $$
"""


def upgrade() -> None:
    op.execute(REGISTER)
    op.execute(f"grant select on readiness_register to {SERVICE}")
    op.execute(PUBLIC)


def downgrade() -> None:
    op.execute("DROP FUNCTION public_register()")
    op.execute("DROP VIEW readiness_register")
