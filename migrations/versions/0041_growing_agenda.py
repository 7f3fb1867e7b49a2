"""Nobody puts onto a calibration's agenda whom they are related to, or themselves."""

from alembic import op

from app.core.rls import as_owner

revision = "0041"
down_revision = "0047"
branch_labels = None
depends_on = None

OPEN = "perform calibration_open(new.session_id);"
UNRELATED = """
      if calibration_related(new.session_id,
          (select owner_id from calibrations where id = new.session_id), new.employee_id) then
        perform refuse('no_conflict_of_interest');
      end if;"""


def agenda_stays(body: str) -> str:
    """The function of the agenda's trigger."""
    made = as_owner("calibration_agenda_stays()", "trigger", body, answer="new")
    return made.replace("create function", "create or replace function", 1)


def upgrade() -> None:
    op.execute(agenda_stays(OPEN + UNRELATED))
    op.execute(
        "create trigger agenda_not_about_oneself before insert on calibration_agenda"
        " for each row execute function not_about_oneself()"
    )


def downgrade() -> None:
    op.execute("drop trigger agenda_not_about_oneself on calibration_agenda")
    op.execute(agenda_stays(OPEN))
