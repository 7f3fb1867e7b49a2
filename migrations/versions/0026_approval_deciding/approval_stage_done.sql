-- Whether a stage has its approvals. Who abstains leaves fewer for "all", and never none.
CREATE OR REPLACE FUNCTION approval_stage_done(request uuid, in_round int, at_stage int)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce((
        SELECT s.skipped OR approval_live_decisions(request, in_round, 'approve', at_stage)
          >= greatest(1, s.needed - CASE WHEN s.rule = 'all'
               THEN approval_live_decisions(request, in_round, 'abstain', at_stage) ELSE 0 END)
        FROM approval_stages s
        WHERE s.request_id = request AND s.round = in_round AND s.position = at_stage
    ), false)
$$
