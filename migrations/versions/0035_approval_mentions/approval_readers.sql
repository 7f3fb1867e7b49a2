-- Who may read a request: whoever plays a role over the whole agency and, once it was sent out to
-- be examined, those outside, of the agency's own region. Who only acts in an office reads by a
-- role of their own, or not at all.
CREATE FUNCTION approval_readers(wanted uuid)
RETURNS TABLE (actor_id uuid, person_id uuid, name text, outside boolean)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    request approval_requests;
    roles text[] := ARRAY['simpeg', 'analyst', 'committee', 'pyb', 'ppk', 'auditor'];
BEGIN
    SELECT * INTO request FROM approval_requests r WHERE r.id = wanted;
    IF request.status <> 'draft' AND EXISTS (
        SELECT FROM approval_stages s
        WHERE s.request_id = wanted AND s.role IN ('kanreg', 'bkn'))
    THEN
        roles := roles || ARRAY['kanreg', 'bkn'];
    END IF;
    RETURN QUERY
    SELECT h.actor_id, (array_agg(h.person_id))[1], min(h.name),
      bool_and(h.role IN ('kanreg', 'bkn'))
    FROM approval_holders(request.agency_id, roles, (now() AT TIME ZONE 'UTC')::date) h
    WHERE h.acting IS NULL GROUP BY h.actor_id;
END $$
