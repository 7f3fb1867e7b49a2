"""What is on record of a calibration stays; a relation found later undoes what it touched."""

from alembic import op

from app.core.rls import as_owner

revision = "0017"
down_revision = "0017c"
branch_labels = None
depends_on = None

TRIGGERS = {
    "calibration_move_stays": (
        "new",
        """""",
        """
      if (new.id, new.agency_id, new.session_id, new.employee_id, new.from_cell, new.to_cell,
          new.reason_code, new.justification, new.proposed_by, new.authoriser_id, new.created_at)
         is distinct from (old.id, old.agency_id, old.session_id, old.employee_id, old.from_cell,
          old.to_cell, old.reason_code, old.justification, old.proposed_by, old.authoriser_id,
          old.created_at)
         or old.void_conflict_id is not null and new.void_conflict_id is distinct from
            old.void_conflict_id
         or old.revealed_at is not null and new.revealed_at is distinct from old.revealed_at then
        perform refuse('calibration_stays');
      end if;""",
    ),
    "calibration_vote_stays": (
        "new",
        """""",
        """
      if (new.id, new.agency_id, new.session_id, new.move_id, new.employee_id, new.actor_id,
          new.vote, new.reason, new.cast_at)
         is distinct from (old.id, old.agency_id, old.session_id, old.move_id, old.employee_id,
          old.actor_id, old.vote, old.reason, old.cast_at)
         or old.voided_at is not null and new.voided_at is distinct from old.voided_at then
        perform refuse('calibration_stays');
      end if;""",
    ),
    # A relation that becomes known undoes what was done while it held.
    "calibration_conflict_found": (
        "null",
        """part record;""",
        """
      perform person_lock(new.employee_id);
      for part in
        update calibration_votes v set voided_at = clock_timestamp(), void_conflict_id = new.id
        from calibrations s
        where v.agency_id = new.agency_id and v.employee_id = new.employee_id
          and v.actor_id = new.actor_id and v.voided_at is null
          and s.id = v.session_id and s.state <> 'cancelled'
          and office_day(v.cast_at) between new.since and coalesce(new.until, 'infinity')
        returning v.move_id
      loop
        update calibration_moves set counted = counted - 1 where id = part.move_id;
        insert into conflict_effects (agency_id, conflict_id, what, subject_id)
        values (new.agency_id, new.id, 'calibration_vote.voided', part.move_id);
      end loop;
      for part in
        update calibration_moves m set void_conflict_id = new.id
        from calibrations s
        where m.agency_id = new.agency_id and m.employee_id = new.employee_id
          and m.void_conflict_id is null and s.id = m.session_id and s.state <> 'cancelled'
          and ((m.proposed_by = new.actor_id
              and office_day(m.created_at) between new.since and coalesce(new.until, 'infinity'))
            or exists (select from calibration_authorisations a
              where a.move_id = m.id and a.actor_id = new.actor_id
                and office_day(a.authorised_at)
                    between new.since and coalesce(new.until, 'infinity')))
        returning m.id
      loop
        insert into conflict_effects (agency_id, conflict_id, what, subject_id)
        values (new.agency_id, new.id, 'calibration_move.voided', part.id);
      end loop;
      for part in
        delete from calibrated_placements p
        where p.agency_id = new.agency_id and p.employee_id = new.employee_id
          and not calibration_stands(p.move_id)
        returning p.move_id
      loop
        insert into conflict_effects (agency_id, conflict_id, what, subject_id)
        values (new.agency_id, new.id, 'calibration_move.fallen', part.move_id);
      end loop;""",
    ),
}
ON = (
    ("calibration_moves", "before update", "calibration_move_stays"),
    ("calibration_votes", "before update", "calibration_vote_stays"),
    ("conflicts", "after insert", "calibration_conflict_found"),
)


def upgrade() -> None:
    for name, (answer, declares, body) in TRIGGERS.items():
        op.execute(as_owner(f"{name}()", "trigger", body, answer=answer, declares=declares))
    for table, when, function in ON:
        op.execute(
            f"create trigger {function} {when} on {table}"
            f" for each row execute function {function}()"
        )


def downgrade() -> None:
    for table, _, function in ON:
        op.execute(f"drop trigger {function} on {table}")
        op.execute(f"drop function {function}()")
