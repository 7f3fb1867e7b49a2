-- What waits for the one who acts: a row for each voice that they may give now, at the stage that
-- waits. Their own as they were named; that of somebody who let them, or in whose office they act.
-- By the rules of `approval_decision_binds`; rows are those that the caller may see.
CREATE FUNCTION approval_tasks()
RETURNS TABLE (place_id uuid, request_id uuid, capacity text, acting text, until date,
               giver_id uuid, giver_name text, last boolean)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    me uuid := context_actor();
    today date := (now() AT TIME ZONE 'UTC')::date;
    myself uuid;
BEGIN
    PERFORM visible_agencies();  -- refuses whoever is blinded, before anybody is looked up
    IF me IS NULL OR NOT whole_agency() THEN
        RETURN;
    END IF;
    myself := approval_person(me);
    RETURN QUERY
    WITH offices AS MATERIALIZED (
        SELECT o.agency_id, o.role FROM acting_officials o
        WHERE o.ended_at IS NULL AND today BETWEEN o.valid_from AND o.valid_until
          AND (o.actor_id = me OR approval_person(o.actor_id) = myself)
    ), letting AS MATERIALIZED (
        SELECT d.agency_id, d.role FROM delegations d
        WHERE d.accepted AND d.withdrawn_at IS NULL
          AND today BETWEEN d.valid_from AND d.valid_until
          AND (d.delegate_id = me OR approval_person(d.delegate_id) = myself)
        UNION SELECT o.agency_id, o.role FROM offices o
    ), mandates AS MATERIALIZED (
        SELECT l.agency_id, m.*
        FROM (SELECT x.agency_id, array_agg(x.role::text) AS roles FROM letting x
              GROUP BY x.agency_id) l,
          LATERAL approval_mandates(l.agency_id, l.roles, today) m
        WHERE m.person_id = myself
    ), voices AS (
        SELECT p.id AS place, p.person_id, p.actor_id, p.name, r.id AS request, r.round, r.stage,
          r.authors, coalesce(m.acting, p.acting) AS acts, m.mandate_id, m.until,
          CASE WHEN coalesce(m.acting, p.acting) IS NOT NULL THEN 'acting'
               WHEN m.mandate_id IS NOT NULL THEN 'delegate' ELSE 'self' END AS as_what
        FROM approval_waits w
        JOIN approval_requests r ON r.id = w.request_id AND r.status = 'submitted'
          AND r.round = w.round AND r.stage = w.stage
        JOIN approval_stages s ON s.request_id = r.id AND s.round = r.round
          AND s.position = r.stage
        JOIN approval_stage_people p ON p.request_id = r.id AND p.round = r.round
          AND p.position = r.stage
        LEFT JOIN mandates m ON m.agency_id = p.agency_id AND m.role = s.role
          AND m.giver_person = p.person_id AND p.acting IS NULL AND p.person_id <> myself
        WHERE w.ended_at IS NULL AND NOT me = ANY (r.authors)
          AND (m.mandate_id IS NOT NULL
               OR ((p.actor_id = me OR p.person_id = myself) AND CASE WHEN p.acting IS NULL
                   THEN plays(s.role) ELSE EXISTS (
                       SELECT FROM offices o WHERE o.agency_id = p.agency_id AND o.role = s.role)
                   END))
    )
    SELECT DISTINCT ON (v.request, v.person_id)
      v.place, v.request, v.as_what, v.acts::text, v.until,
      CASE WHEN v.mandate_id IS NOT NULL THEN v.actor_id END,
      CASE WHEN v.mandate_id IS NOT NULL THEN v.name END,
      v.stage = (SELECT max(s.position) FROM approval_stages s
                 WHERE s.request_id = v.request AND s.round = v.round)
    FROM voices v
    WHERE NOT EXISTS (
        SELECT FROM approval_decisions d
        WHERE d.request_id = v.request AND d.round = v.round AND d.voided_at IS NULL
          AND ARRAY[d.person_id, d.voice_id] && ARRAY[myself, v.person_id])
      AND NOT EXISTS (
        SELECT FROM unnest(v.authors) AS author
        WHERE approval_person(author) IN (myself, v.person_id))
    ORDER BY v.request, v.person_id, v.acts NULLS FIRST, v.actor_id = me DESC, v.place;
END $$
