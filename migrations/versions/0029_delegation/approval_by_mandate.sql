-- By what right a decision is made for a place at a stage: the decider's own, by acting in the
-- office, or by a mandate that is in force today. The caller has no say in what is written here.
CREATE FUNCTION approval_by_mandate(made approval_decisions, place approval_stage_people)
RETURNS approval_decisions LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    today date := (now() AT TIME ZONE 'UTC')::date;
    found record;
BEGIN
    made.on_behalf_of_name := NULL;
    made.acting := NULL;
    made.delegation_id := NULL;
    made.designation_id := NULL;
    IF made.on_behalf_of IS NOT NULL THEN
        made.on_behalf_of := place.actor_id;
        made.on_behalf_of_name := place.name;
        SELECT * INTO found
        FROM approval_mandates(made.agency_id, ARRAY[made.role], today) m
        WHERE place.acting IS NULL AND m.giver_person = place.person_id
          AND m.person_id = made.person_id
        ORDER BY m.acting NULLS FIRST LIMIT 1;
        IF found.mandate_id IS NULL THEN
            PERFORM approval_refuse('stand_in_has_mandate',
                'who decides for another needs an accepted delegation in force, or acts for them');
        END IF;
        made.acting := found.acting;
        IF found.acting IS NULL THEN
            made.delegation_id := found.mandate_id;
        ELSE
            made.designation_id := found.mandate_id;
        END IF;
    ELSIF place.acting IS NOT NULL THEN
        SELECT o.id, o.kind INTO found FROM acting_officials o
        WHERE o.agency_id = made.agency_id AND o.role = made.role AND o.ended_at IS NULL
          AND today BETWEEN o.valid_from AND o.valid_until
          AND approval_person(o.actor_id) = made.person_id
        LIMIT 1;
        IF found.id IS NULL THEN
            PERFORM approval_refuse('stand_in_has_mandate', 'the designation is over');
        END IF;
        made.acting := found.kind;
        made.designation_id := found.id;
    END IF;
    RETURN made;
END $$
