-- A comment calls people who may read its request, in the name of whoever says it; who they are and
-- how they are called is worked out here.
CREATE FUNCTION approval_mention_calls() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    called record;
BEGIN
    IF NOT EXISTS (SELECT FROM approval_comments c
                   WHERE c.id = NEW.comment_id AND c.request_id = NEW.request_id
                     AND c.agency_id = NEW.agency_id AND c.actor_id = context_actor())
    THEN
        PERFORM approval_refuse('mention_is_of_ones_own_comment', 'it is not your comment');
    END IF;
    SELECT * INTO called FROM approval_readers(NEW.request_id) r WHERE r.actor_id = NEW.actor_id;
    IF called.actor_id IS NULL THEN
        PERFORM approval_refuse('mentioned_may_read', 'who is called may read the request');
    END IF;
    NEW.person_id := called.person_id;
    NEW.name := called.name;
    NEW.seen_at := NULL;
    RETURN NEW;
END $$
