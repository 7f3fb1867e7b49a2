-- Whether a live decision at a stage returns the request to a stage; to 0 is to the requester.
CREATE FUNCTION approval_returned_to(request uuid, in_round int, from_stage int, back_to int)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM approval_decisions d
        WHERE d.request_id = request AND d.round = in_round AND d.stage = from_stage
          AND d.decision = 'return' AND d.voided_at IS NULL AND coalesce(d.to_stage, 0) = back_to)
$$
