-- A wait is that of the stage that waits now; it ends once, when the request has moved on.
CREATE FUNCTION approval_wait_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    here boolean;
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM approval_refuse('waits_never_change', 'how long a stage waited stays on record');
    END IF;
    SELECT r.status = 'submitted' AND r.round = NEW.round AND r.stage = NEW.stage INTO here
    FROM approval_requests r WHERE r.id = NEW.request_id AND r.agency_id = NEW.agency_id;
    IF TG_OP = 'INSERT' THEN
        IF here IS NOT TRUE OR NEW.ended_at IS NOT NULL THEN
            PERFORM approval_refuse('wait_is_of_the_waiting_stage', 'that stage does not wait');
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.ended_at IS NOT NULL OR here
       OR to_jsonb(NEW) - '{ended_at,ended_by}'::text[] <> to_jsonb(OLD) - '{ended_at,ended_by}'::text[]
    THEN
        PERFORM approval_refuse('waits_never_change', 'a wait ends when its request moves on');
    END IF;
    RETURN NEW;
END $$
