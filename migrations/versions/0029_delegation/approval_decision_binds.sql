CREATE OR REPLACE FUNCTION approval_decision_binds() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    request approval_requests;
    place approval_stage_people;
BEGIN
    SELECT * INTO request FROM approval_requests WHERE id = NEW.request_id FOR UPDATE;
    IF request.id IS NULL OR request.agency_id <> NEW.agency_id THEN
        PERFORM approval_refuse('decision_has_a_request', 'there is no such request');
    END IF;
    NEW.person_id := approval_person(NEW.actor_id);
    NEW.voice_id := approval_person(coalesce(NEW.on_behalf_of, NEW.actor_id));
    IF NEW.on_behalf_of IS NOT NULL AND NEW.voice_id = NEW.person_id THEN
        PERFORM approval_refuse('stands_in_for_another', 'nobody stands in for themselves');
    END IF;
    IF NEW.actor_id = ANY (request.authors) OR EXISTS (
        SELECT FROM unnest(request.authors) AS author
        WHERE approval_person(author) IN (NEW.person_id, NEW.voice_id))
    THEN
        PERFORM approval_refuse('requester_never_decides',
            'who asked for, edited or submitted a request never decides it');
    END IF;
    -- One voice: whoever spoke, and whoever was spoken for, has decided.
    IF EXISTS (SELECT FROM approval_decisions d WHERE d.request_id = NEW.request_id
               AND d.round = NEW.round AND d.voided_at IS NULL
               AND ARRAY[d.person_id, d.voice_id] && ARRAY[NEW.person_id, NEW.voice_id])
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
    SELECT * INTO place FROM approval_stage_people p
    WHERE p.request_id = NEW.request_id AND p.round = NEW.round AND p.position = NEW.stage
      AND (p.actor_id = coalesce(NEW.on_behalf_of, NEW.actor_id) OR p.person_id = NEW.voice_id)
    ORDER BY p.acting NULLS FIRST LIMIT 1;
    IF place.id IS NULL THEN
        PERFORM approval_refuse('decider_was_named', 'the stage does not name who decides');
    END IF;
    NEW := approval_by_mandate(NEW, place);
    IF NEW.acting IS NOT NULL AND NEW.decision IN ('approve', 'reject')
       AND (SELECT k.definitive_last_word FROM approval_kinds k WHERE k.name = request.kind)
       AND NEW.stage = (SELECT max(s.position) FROM approval_stages s
                        WHERE s.request_id = NEW.request_id AND s.round = NEW.round)
    THEN
        PERFORM approval_refuse('acting_has_no_last_word',
            'an acting official does not give the last word');
    END IF;
    IF NEW.voided_at IS NOT NULL THEN
        PERFORM approval_refuse('decisions_never_change', 'a decision is made live');
    END IF;
    NEW.decided_at := clock_timestamp();
    RETURN NEW;
END $$
