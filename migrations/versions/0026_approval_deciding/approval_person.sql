-- Who an actor is, whatever the account: the civil servant where one is known, else the actor.
-- It widens the context of row-level security for its statement and puts it back.
CREATE FUNCTION approval_person(actor uuid) RETURNS uuid LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    context text := coalesce(current_setting('app.context', true), '');
    person uuid;
BEGIN
    IF actor = context_actor() AND own_employee() IS NOT NULL THEN
        RETURN own_employee();
    END IF;
    PERFORM set_config('app.context', '*;admin;;;', true);
    SELECT employee_id INTO person FROM memberships
    WHERE actor_id = actor AND employee_id IS NOT NULL
    ORDER BY created_at, id LIMIT 1;
    PERFORM set_config('app.context', context, true);
    RETURN coalesce(person, actor);
END $$
