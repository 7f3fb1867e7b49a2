CREATE OR REPLACE FUNCTION approval_decision_binds() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    request approval_requests;
BEGIN
    SELECT * INTO request FROM approval_requests WHERE id = NEW.request_id FOR UPDATE;
    IF request.id IS NULL OR request.agency_id <> NEW.agency_id THEN
        PERFORM approval_refuse('decision_has_a_request', 'there is no such request');
    END IF;
    NEW.person_id := approval_person(NEW.actor_id);
    IF NEW.actor_id = ANY (request.authors) OR EXISTS (
        SELECT FROM unnest(request.authors) AS author WHERE approval_person(author) = NEW.person_id)
    THEN
        PERFORM approval_refuse('requester_never_decides',
            'who asked for, edited or submitted a request never decides it');
    END IF;
    IF EXISTS (SELECT FROM approval_decisions d WHERE d.request_id = NEW.request_id
               AND d.round = NEW.round AND d.voided_at IS NULL AND d.person_id = NEW.person_id)
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
    IF NOT EXISTS (SELECT FROM approval_stage_people p WHERE p.request_id = NEW.request_id
                   AND p.round = NEW.round AND p.position = NEW.stage
                   AND (p.actor_id = NEW.actor_id OR p.person_id = NEW.person_id))
    THEN
        PERFORM approval_refuse('decider_was_named', 'the stage does not name who decides');
    END IF;
    IF NEW.voided_at IS NOT NULL THEN
        PERFORM approval_refuse('decisions_never_change', 'a decision is made live');
    END IF;
    NEW.decided_at := clock_timestamp();
    RETURN NEW;
END $$
