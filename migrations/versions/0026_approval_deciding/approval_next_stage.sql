-- The first stage after one that is not skipped; NULL when there is none.
CREATE FUNCTION approval_next_stage(request uuid, in_round int, after_stage int)
RETURNS int LANGUAGE sql STABLE AS $$
    SELECT min(s.position) FROM approval_stages s
    WHERE s.request_id = request AND s.round = in_round AND s.position > after_stage
      AND NOT s.skipped
$$
