CREATE OR REPLACE FUNCTION approval_request_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    undecided boolean; -- a change has taken every decision
    back jsonb;
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

    -- Back to an earlier stage, or to the requester who withdraws: what was decided since is void.
    IF NEW.round = OLD.round AND OLD.status = 'submitted' THEN
        IF NEW.status = 'submitted' AND NEW.stage < OLD.stage
           AND approval_returned_to(NEW.id, NEW.round, OLD.stage, NEW.stage)
           AND EXISTS (SELECT FROM approval_stages s WHERE s.request_id = NEW.id
                       AND s.round = NEW.round AND s.position = NEW.stage AND NOT s.skipped)
        THEN
            back := jsonb_build_object('cause', 'returned_to_stage',
                'before', OLD.stage::text, 'after', NEW.stage::text);
        ELSIF NEW.status = 'returned' AND NEW.change ->> 'cause' = 'withdrawn' THEN
            back := NEW.change;
        END IF;
        IF back IS NOT NULL THEN
            UPDATE approval_decisions SET voided_at = clock_timestamp(), voided_by = back
            WHERE request_id = NEW.id AND round = NEW.round AND stage >= NEW.stage
              AND voided_at IS NULL;
            RETURN NEW;
        END IF;
    END IF;

    undecided := NEW.change IS NOT NULL
        AND approval_live_decisions(NEW.id, NEW.round, NULL, NULL) = 0;

    IF NEW.status = 'approved' AND NOT EXISTS (
        SELECT FROM approval_decisions d JOIN approval_rounds r
        ON r.request_id = d.request_id AND r.round = d.round
        WHERE d.request_id = NEW.id AND d.round = NEW.round AND d.decision = 'approve'
          AND d.voided_at IS NULL AND d.person_id IS DISTINCT FROM approval_person(r.last_editor))
      AND approval_live_decisions(NEW.id, NEW.round, 'approve', NULL) > 0
    THEN
        PERFORM approval_refuse('last_editor_not_alone',
            'who changed the subject last is never the only one who approves');
    END IF;

    -- From here on the round stays, save for a submission, which opens the next.
    IF OLD.status IN ('draft', 'returned') AND NEW.status = 'submitted'
       AND NEW.round = OLD.round + 1 AND NEW.stage = approval_next_stage(NEW.id, NEW.round, 0)
       AND EXISTS (SELECT FROM approval_rounds r WHERE r.request_id = NEW.id
                   AND r.round = NEW.round AND r.content_sha256 = OLD.content_sha256)
    THEN
        NEW.change := NULL;
        RETURN NEW;
    ELSIF NEW.round = OLD.round AND (CASE OLD.status || ' ' || NEW.status
        WHEN 'submitted submitted' THEN
            NEW.stage = approval_next_stage(NEW.id, NEW.round, OLD.stage)
            AND approval_stage_done(NEW.id, NEW.round, OLD.stage)
        WHEN 'submitted approved' THEN
            approval_next_stage(NEW.id, NEW.round, OLD.stage) IS NULL
            AND (SELECT bool_and(approval_stage_done(NEW.id, NEW.round, s.position))
                 FROM approval_stages s WHERE s.request_id = NEW.id AND s.round = NEW.round)
        WHEN 'submitted rejected' THEN
            approval_live_decisions(NEW.id, NEW.round, 'reject', NULL) > 0
        WHEN 'submitted returned' THEN
            approval_returned_to(NEW.id, NEW.round, OLD.stage, 0) OR undecided
        WHEN 'approved void' THEN undecided
        ELSE false
    END) THEN
        RETURN NEW;
    END IF;

    PERFORM approval_refuse('request_follows_its_route', format(
        'a request does not go from %s (round %s, stage %s) to %s (round %s, stage %s) like this',
        OLD.status, OLD.round, OLD.stage, NEW.status, NEW.round, NEW.stage));
END $$
