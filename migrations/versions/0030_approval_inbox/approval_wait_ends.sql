-- Whatever moves a request ends the wait of its stage: a decision, a withdrawal, a change.
CREATE FUNCTION approval_wait_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE approval_waits
    SET ended_at = clock_timestamp(),
        ended_by = CASE
            WHEN NEW.status = 'submitted' THEN jsonb_build_object('cause',
                CASE WHEN NEW.stage < OLD.stage THEN 'returned_to_stage' ELSE 'passed' END)
            WHEN NEW.status = 'approved' THEN '{"cause": "passed"}'::jsonb
            WHEN NEW.change IS NOT NULL THEN NEW.change
            ELSE jsonb_build_object('cause', NEW.status)
        END
    WHERE request_id = NEW.id AND ended_at IS NULL;
    RETURN NULL;
END $$
