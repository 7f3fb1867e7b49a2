-- Who changed the subject last is not the only one who approves, in whose name ever.
CREATE FUNCTION approval_editor_not_alone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM approval_decisions d JOIN approval_rounds r
        ON r.request_id = d.request_id AND r.round = d.round
        WHERE d.request_id = NEW.id AND d.round = NEW.round AND d.decision = 'approve'
          AND d.voided_at IS NULL
          AND (r.last_editor IS NULL
               OR approval_person(r.last_editor) NOT IN (d.person_id, d.voice_id)))
    THEN
        PERFORM approval_refuse('last_editor_not_alone',
            'who changed the subject last is never the only one who approves');
    END IF;
    RETURN NEW;
END $$
