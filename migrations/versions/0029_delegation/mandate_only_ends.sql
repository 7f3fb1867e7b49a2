-- For designations and absences alike: they end, once, and nothing else of them changes.
CREATE FUNCTION mandate_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL
       AND to_jsonb(NEW) - 'ended_at' = to_jsonb(OLD) - 'ended_at'
    THEN
        RETURN NEW;
    END IF;
    PERFORM approval_refuse('mandate_only_ends', 'it stays on record; it can only end');
END $$
