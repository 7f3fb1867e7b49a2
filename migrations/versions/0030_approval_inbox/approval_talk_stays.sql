-- What was said and told stays as it is. A mention is seen once, by the one it calls.
CREATE FUNCTION approval_talk_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'approval_mentions' THEN
        IF OLD.seen_at IS NULL AND to_jsonb(NEW) - 'seen_at' = to_jsonb(OLD) - 'seen_at'
           AND (OLD.actor_id = context_actor()
                OR OLD.person_id = approval_person(context_actor()))
        THEN
            RETURN NEW;
        END IF;
    END IF;
    PERFORM approval_refuse('talk_stays', 'what was said or told never changes');
END $$
