"""The rules of approval that the database itself keeps.

The service decides first; these triggers hold the same rules against every other way in: the
requester never decides, nobody decides twice in a round, a decision binds to the hash of the
content and falls with it, and no status is reached but along the table of transitions.
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# Every refusal carries a constraint's name, so that the service can say what it means.
REFUSE = """
CREATE FUNCTION approval_refuse(rule text, message text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = rule, MESSAGE = message;
END $$
"""

# Where a change of content leads; nothing for what a change cannot touch.
FALLBACK = """
CREATE FUNCTION approval_status_after_change(status text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE status
        WHEN 'draft' THEN 'draft'
        WHEN 'submitted' THEN 'returned'
        WHEN 'returned' THEN 'returned'
        WHEN 'approved' THEN 'void'
    END
$$
"""

LIVE = """
CREATE FUNCTION approval_live_decisions(request uuid, in_round int, what text, at_stage int)
RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT count(*) FROM approval_decisions d
    WHERE d.request_id = request AND d.round = in_round AND d.voided_at IS NULL
      AND (what IS NULL OR d.decision = what) AND (at_stage IS NULL OR d.stage = at_stage)
$$
"""

STAGE_DONE = """
CREATE FUNCTION approval_stage_done(request uuid, in_round int, at_stage int)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce((
        SELECT approval_live_decisions(request, in_round, 'approve', at_stage) >= s.needed
        FROM approval_stages s
        WHERE s.request_id = request AND s.round = in_round AND s.position = at_stage
    ), false)
$$
"""

BEGIN_REQUEST = """
CREATE FUNCTION approval_request_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status <> 'draft' OR NEW.round <> 0 OR NEW.stage <> 0 OR NEW.verify_code IS NOT NULL
    THEN
        PERFORM approval_refuse('request_begins_as_draft', 'a request begins as a draft');
    END IF;
    IF NOT NEW.requester_id = ANY (NEW.authors) THEN
        PERFORM approval_refuse('requester_is_an_author', 'the requester is an author');
    END IF;
    RETURN NEW;
END $$
"""

GUARD_REQUEST = """
CREATE FUNCTION approval_request_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_stage int;
    undecided boolean; -- a change has taken every decision
    -- What may move; and of it, what is not the letter.
    letterless text[] := ARRAY['title', 'content', 'content_sha256', 'status', 'round', 'stage',
        'change', 'authors', 'closed_at'];
    free text[] := letterless || ARRAY['verify_code', 'letter_year', 'letter_serial',
        'letter_number', 'letter_date'];
BEGIN
    IF to_jsonb(NEW) - free <> to_jsonb(OLD) - free OR NOT NEW.authors @> OLD.authors
       OR (OLD.verify_code IS NOT NULL AND to_jsonb(NEW) - letterless <> to_jsonb(OLD) - letterless)
    THEN
        PERFORM approval_refuse('request_keeps_its_identity',
            'who asks, for what, and the letter of a request never change; authors only grow');
    END IF;

    IF NEW.content IS DISTINCT FROM OLD.content THEN
        NEW.status := approval_status_after_change(OLD.status);
        IF NEW.status IS NULL THEN
            PERFORM approval_refuse('closed_content_is_fixed',
                'the content of a closed request never changes');
        END IF;
        NEW.round := OLD.round;
        NEW.stage := 0;
        IF NEW.status <> OLD.status THEN
            NEW.change := jsonb_build_object('cause', 'content_changed',
                'before', OLD.content_sha256, 'after', approval_content_sha256(NEW.content));
        END IF;
        UPDATE approval_decisions
        SET voided_at = clock_timestamp(), voided_by = jsonb_build_object(
            'cause', 'content_changed',
            'before', OLD.content_sha256, 'after', approval_content_sha256(NEW.content))
        WHERE request_id = OLD.id AND voided_at IS NULL;
        RETURN NEW;
    END IF;

    IF (NEW.status, NEW.round, NEW.stage) IS NOT DISTINCT FROM (OLD.status, OLD.round, OLD.stage)
    THEN
        IF NEW.verify_code IS DISTINCT FROM OLD.verify_code THEN
            PERFORM approval_refuse('request_keeps_its_identity', 'a letter comes with approval');
        END IF;
        RETURN NEW;
    END IF;

    SELECT max(position) INTO last_stage FROM approval_stages
    WHERE request_id = NEW.id AND round = NEW.round;
    undecided := NEW.change IS NOT NULL
        AND approval_live_decisions(NEW.id, NEW.round, NULL, NULL) = 0;

    -- From here on the round stays, save for a submission, which opens the next.
    IF OLD.status IN ('draft', 'returned') AND NEW.status = 'submitted'
       AND NEW.round = OLD.round + 1 AND NEW.stage = 1 AND last_stage IS NOT NULL
       AND EXISTS (SELECT FROM approval_rounds r WHERE r.request_id = NEW.id
                   AND r.round = NEW.round AND r.content_sha256 = OLD.content_sha256)
    THEN
        NEW.change := NULL;
        RETURN NEW;
    ELSIF NEW.round = OLD.round AND (CASE OLD.status || ' ' || NEW.status
        WHEN 'submitted submitted' THEN NEW.stage = OLD.stage + 1 AND NEW.stage <= last_stage
            AND approval_stage_done(NEW.id, NEW.round, OLD.stage)
        WHEN 'submitted approved' THEN OLD.stage = last_stage
            AND (SELECT bool_and(approval_stage_done(NEW.id, NEW.round, s.position))
                 FROM approval_stages s WHERE s.request_id = NEW.id AND s.round = NEW.round)
        WHEN 'submitted rejected' THEN
            approval_live_decisions(NEW.id, NEW.round, 'reject', NULL) > 0
        WHEN 'submitted returned' THEN
            approval_live_decisions(NEW.id, NEW.round, 'return', NULL) > 0 OR undecided
        WHEN 'approved void' THEN undecided
        ELSE false
    END) THEN
        RETURN NEW;
    END IF;

    PERFORM approval_refuse('request_follows_its_route', format(
        'a request does not go from %s (round %s, stage %s) to %s (round %s, stage %s) like this',
        OLD.status, OLD.round, OLD.stage, NEW.status, NEW.round, NEW.stage));
END $$
"""

# For approval_rounds and approval_stages alike.
FREEZE_ROUND = """
CREATE FUNCTION approval_round_freezes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    request approval_requests;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM approval_refuse('rounds_are_frozen', 'what was submitted never changes');
    END IF;
    SELECT * INTO request FROM approval_requests WHERE id = NEW.request_id FOR UPDATE;
    IF request.id IS NULL OR request.status NOT IN ('draft', 'returned')
       OR NEW.round <> request.round + 1
    THEN
        PERFORM approval_refuse('rounds_are_frozen', 'a round and its stages come with submission');
    END IF;
    RETURN NEW;
END $$
"""

BIND_DECISION = """
CREATE FUNCTION approval_decision_binds() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    request approval_requests;
BEGIN
    SELECT * INTO request FROM approval_requests WHERE id = NEW.request_id FOR UPDATE;
    IF request.id IS NULL OR request.agency_id <> NEW.agency_id THEN
        PERFORM approval_refuse('decision_has_a_request', 'there is no such request');
    END IF;
    IF NEW.actor_id = ANY (request.authors) THEN
        PERFORM approval_refuse('requester_never_decides',
            'who asked for, edited or submitted a request never decides it');
    END IF;
    IF EXISTS (SELECT FROM approval_decisions d WHERE d.request_id = NEW.request_id
               AND d.round = NEW.round AND d.actor_id = NEW.actor_id)
    THEN
        PERFORM approval_refuse('one_decision_per_person', 'nobody decides twice in a round');
    END IF;
    IF request.status <> 'submitted' OR NEW.round <> request.round OR NEW.stage <> request.stage
    THEN
        PERFORM approval_refuse('decision_is_for_the_waiting_stage', 'that stage does not wait');
    END IF;
    IF NEW.content_sha256 <> request.content_sha256 THEN
        PERFORM approval_refuse('decision_binds_to_content',
            'the content is not what the decider saw');
    END IF;
    IF NOT EXISTS (SELECT FROM approval_stages s WHERE s.request_id = NEW.request_id
                   AND s.round = NEW.round AND s.position = NEW.stage AND s.role = NEW.role)
    THEN
        PERFORM approval_refuse('decision_has_the_role_of_its_stage', 'that role does not wait');
    END IF;
    IF NEW.voided_at IS NOT NULL THEN
        PERFORM approval_refuse('decisions_never_change', 'a decision is made live');
    END IF;
    NEW.decided_at := clock_timestamp();
    RETURN NEW;
END $$
"""

# Voiding is what the triggers of content and of pools do; nobody voids a decision by itself.
KEEP_DECISION = """
CREATE FUNCTION approval_decision_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND pg_trigger_depth() > 1
       AND OLD.voided_at IS NULL AND NEW.voided_at IS NOT NULL AND NEW.voided_by IS NOT NULL
       AND to_jsonb(NEW) - 'voided_at' - 'voided_by' = to_jsonb(OLD) - 'voided_at' - 'voided_by'
    THEN
        RETURN NEW;
    END IF;
    PERFORM approval_refuse('decisions_never_change', 'decisions never change and never go');
END $$
"""

POOL_REVISED = """
CREATE FUNCTION approval_pool_revised() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    request approval_requests;
    revised jsonb := jsonb_build_object('cause', 'talent_pool_revised',
        'before', OLD.revision::text, 'after', NEW.revision::text);
BEGIN
    FOR request IN
        SELECT * FROM approval_requests
        WHERE pool_id = NEW.id AND status IN ('submitted', 'returned', 'approved')
        ORDER BY id FOR UPDATE
    LOOP
        UPDATE approval_decisions SET voided_at = clock_timestamp(), voided_by = revised
        WHERE request_id = request.id AND voided_at IS NULL;
        UPDATE approval_requests
        SET status = approval_status_after_change(request.status), stage = 0, change = revised
        WHERE id = request.id;
    END LOOP;
    RETURN NULL;
END $$
"""

KEEP_LETTER = """
CREATE FUNCTION approval_letter_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM approval_refuse('letters_never_change', 'a letter never changes and never goes');
END $$
"""

FUNCTIONS = (
    (REFUSE, "approval_refuse(text, text)"),
    (FALLBACK, "approval_status_after_change(text)"),
    (LIVE, "approval_live_decisions(uuid, int, text, int)"),
    (STAGE_DONE, "approval_stage_done(uuid, int, int)"),
    (BEGIN_REQUEST, "approval_request_begins()"),
    (GUARD_REQUEST, "approval_request_moves()"),
    (FREEZE_ROUND, "approval_round_freezes()"),
    (BIND_DECISION, "approval_decision_binds()"),
    (KEEP_DECISION, "approval_decision_stays()"),
    (POOL_REVISED, "approval_pool_revised()"),
    (KEEP_LETTER, "approval_letter_stays()"),
)

TRIGGERS = (
    ("begins", "BEFORE INSERT", "approval_requests", "approval_request_begins"),
    ("moves", "BEFORE UPDATE", "approval_requests", "approval_request_moves"),
    ("freezes", "BEFORE INSERT OR UPDATE OR DELETE", "approval_rounds", "approval_round_freezes"),
    ("freezes", "BEFORE INSERT OR UPDATE OR DELETE", "approval_stages", "approval_round_freezes"),
    ("binds", "BEFORE INSERT", "approval_decisions", "approval_decision_binds"),
    ("stays", "BEFORE UPDATE OR DELETE", "approval_decisions", "approval_decision_stays"),
    ("stays", "BEFORE UPDATE OR DELETE", "approval_letters", "approval_letter_stays"),
)


def upgrade() -> None:
    for body, _ in FUNCTIONS:
        op.execute(body)
    for name, when, table, function in TRIGGERS:
        op.execute(
            f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
        )
    # Not "OF revision": the pool's own triggers raise it, whatever column is updated.
    op.execute(
        "CREATE TRIGGER voids_approvals AFTER UPDATE ON talent_pools FOR EACH ROW "
        "WHEN (OLD.revision IS DISTINCT FROM NEW.revision) "
        "EXECUTE FUNCTION approval_pool_revised()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER voids_approvals ON talent_pools")
    for name, _, table, _ in TRIGGERS:
        op.execute(f"DROP TRIGGER {name} ON {table}")
    for _, signature in reversed(FUNCTIONS):
        op.execute(f"DROP FUNCTION {signature}")
