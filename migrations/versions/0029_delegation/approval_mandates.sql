-- Who may step in for whom in these roles on a day: by an accepted delegation of somebody who
-- holds the role, or by acting in the office of somebody who is absent. What was given is not
-- given on: nobody who acts for another is a giver here.
CREATE FUNCTION approval_mandates(agency uuid, wanted text[], on_day date)
RETURNS TABLE (role text, giver_person uuid, actor_id uuid, person_id uuid, name text,
               acting text, mandate_id uuid, until date)
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    RETURN QUERY
    SELECT d.role::text, approval_person(d.giver_id), d.delegate_id,
      approval_person(d.delegate_id), d.delegate_name::text, NULL::text, d.id, d.valid_until
    FROM delegations d
    WHERE d.agency_id = agency AND d.role = ANY (wanted)
      AND d.accepted AND d.withdrawn_at IS NULL AND on_day BETWEEN d.valid_from AND d.valid_until
      AND EXISTS (SELECT FROM approval_holders(agency, ARRAY[d.role::text], on_day) h
                  WHERE h.actor_id = d.giver_id AND h.acting IS NULL)
    UNION ALL
    SELECT o.role::text, approval_person(a.actor_id), o.actor_id,
      approval_person(o.actor_id), o.name::text, o.kind::text, o.id,
      least(o.valid_until, a.valid_until)
    FROM acting_officials o JOIN absences a ON a.agency_id = o.agency_id
    WHERE o.agency_id = agency AND o.role = ANY (wanted)
      AND o.ended_at IS NULL AND on_day BETWEEN o.valid_from AND o.valid_until
      AND a.ended_at IS NULL AND on_day BETWEEN a.valid_from AND a.valid_until
    ORDER BY 5, 3;
END $$
