-- Who may play these roles for an agency on a day: clients and memberships in force there, and
-- those who were designated to act in the office (`acting`) and do not hold it themselves.
CREATE FUNCTION approval_holders(agency uuid, wanted text[], on_day date)
RETURNS TABLE (role text, actor_id uuid, person_id uuid, name text, acting text)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    context text := coalesce(current_setting('app.context', true), '');
BEGIN
    PERFORM set_config('app.context', '*;admin;;;', true);
    RETURN QUERY
    WITH held AS (
        SELECT c.id AS who, c.name::text AS called, c.roles, c.agency_id, NULL::text AS acts
        FROM clients c
        WHERE c.active AND c.units IS NULL AND c.valid_from <= on_day
          AND (c.valid_until IS NULL OR c.valid_until >= on_day)
        UNION ALL
        SELECT m.actor_id, m.name::text, m.roles, m.agency_id, NULL
        FROM memberships m
        WHERE m.ended_at IS NULL AND m.units IS NULL AND m.valid_from <= on_day
          AND (m.valid_until IS NULL OR m.valid_until >= on_day)
        UNION ALL
        SELECT o.actor_id, o.name::text, ARRAY[o.role], o.agency_id, o.kind::text
        FROM acting_officials o
        WHERE o.ended_at IS NULL AND on_day BETWEEN o.valid_from AND o.valid_until
    )
    SELECT * FROM (
        SELECT DISTINCT ON (r.role, h.who)
          r.role::text AS plays, h.who, approval_person(h.who), h.called, h.acts
        FROM held h, unnest(h.roles) AS r (role)
        WHERE (h.agency_id IS NULL OR h.agency_id = agency) AND r.role = ANY (wanted)
        ORDER BY r.role, h.who, h.acts NULLS FIRST) AS told
    ORDER BY told.plays, told.called, told.who;
    PERFORM set_config('app.context', context, true);
END $$
