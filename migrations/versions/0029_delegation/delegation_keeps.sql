-- A delegation is made by its giver, who holds the role in their own right; answered once, by the
-- delegate; taken back once, by the giver. Nothing else of it ever changes.
CREATE FUNCTION delegation_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    answer text[] := ARRAY['accepted', 'answered_at'];
    ending text[] := ARRAY['withdrawn_at'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM approval_refuse('delegations_stay', 'a delegation stays on record');
    ELSIF TG_OP = 'INSERT' THEN
        IF NEW.giver_id IS DISTINCT FROM context_actor() OR NOT EXISTS (
            SELECT FROM approval_holders(
                NEW.agency_id, ARRAY[NEW.role::text], (now() AT TIME ZONE 'UTC')::date) h
            WHERE h.actor_id = NEW.giver_id AND h.acting IS NULL)
        THEN
            PERFORM approval_refuse('delegated_by_who_holds_it',
                'only who holds a role in their own right delegates it');
        END IF;
        IF approval_person(NEW.giver_id) = approval_person(NEW.delegate_id) THEN
            PERFORM approval_refuse('delegated_to_another', 'nobody delegates to themselves');
        END IF;
        IF NEW.answered_at IS NOT NULL OR NEW.withdrawn_at IS NOT NULL THEN
            PERFORM approval_refuse('delegation_begins_unanswered', 'it waits for its answer');
        END IF;
    ELSIF OLD.answered_at IS NULL AND NEW.answered_at IS NOT NULL AND OLD.withdrawn_at IS NULL
       AND to_jsonb(NEW) - answer = to_jsonb(OLD) - answer
    THEN
        IF approval_person(NEW.delegate_id) IS DISTINCT FROM approval_person(context_actor()) THEN
            PERFORM approval_refuse('answered_by_the_delegate', 'the delegate answers');
        END IF;
    ELSIF OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL
       AND to_jsonb(NEW) - ending = to_jsonb(OLD) - ending
    THEN
        IF approval_person(NEW.giver_id) IS DISTINCT FROM approval_person(context_actor()) THEN
            PERFORM approval_refuse('withdrawn_by_the_giver', 'the giver takes it back');
        END IF;
    ELSE
        PERFORM approval_refuse('delegation_answered_once', 'it was answered or taken back');
    END IF;
    RETURN NEW;
END $$
