"""The Kantor Regional of BKN, which agencies they examine, and who serves in which."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from app.core.identity import SYSTEM, Role
from app.core.rls import protect_shared

revision = "0031a"
down_revision = "0031"
branch_labels = None
depends_on = None

# As they are commonly listed; to be checked against the decree in force (`PUT /v1/kanreg/{code}`).
REGIONS = (
    ("I", "Yogyakarta", "DI Yogyakarta, Jawa Tengah"),
    ("II", "Surabaya", "Jawa Timur"),
    ("III", "Bandung", "Jawa Barat, Banten"),
    (
        "IV",
        "Makassar",
        "Sulawesi Selatan, Sulawesi Barat, Sulawesi Tenggara, Sulawesi Tengah, Maluku",
    ),
    ("V", "Jakarta", "DKI Jakarta, Lampung, Kalimantan Barat"),
    ("VI", "Medan", "Sumatera Utara"),
    ("VII", "Palembang", "Sumatera Selatan, Jambi, Bengkulu, Kepulauan Bangka Belitung"),
    (
        "VIII",
        "Banjarmasin",
        "Kalimantan Selatan, Kalimantan Tengah, Kalimantan Timur, Kalimantan Utara",
    ),
    ("IX", "Jayapura", "Papua, Papua Selatan, Papua Tengah, Papua Pegunungan"),
    ("X", "Denpasar", "Bali, Nusa Tenggara Barat, Nusa Tenggara Timur"),
    ("XI", "Manado", "Sulawesi Utara, Gorontalo, Maluku Utara"),
    ("XII", "Pekanbaru", "Riau, Kepulauan Riau, Sumatera Barat"),
    ("XIII", "Banda Aceh", "Aceh"),
    ("XIV", "Manokwari", "Papua Barat, Papua Barat Daya"),
)
OF_A_REGION = "kanreg is null or ('kanreg' = all (roles) and agency_id is null)"
# Those that were given before stay until they are taken back; none like them is given again.
SOMEWHERE = """
CREATE FUNCTION membership_of_a_region() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF 'kanreg' = ANY (NEW.roles) AND NEW.kanreg IS NULL AND NEW.agency_id IS NULL THEN
        PERFORM approval_refuse('kanreg_member_of_a_region',
            'a person of a Kantor Regional serves one region');
    END IF;
    RETURN NEW;
END $$
"""
BEFORE = """create or replace function context_agencies() returns uuid[]
  language plpgsql stable parallel safe as $$
  begin
    if context_part(1) = '*' then
      return (select array_agg(id) from agencies);
    end if;
    return string_to_array(nullif(context_part(1), ''), ',')::uuid[];
  end $$"""
# A region stands in the context by its code; which agencies it has, is asked anew each time.
VISIBLE = BEFORE.replace(
    "    return string_to_array",
    """    if context_part(1) like '@%' then
      return (select array_agg(id) from agencies where kanreg = substr(context_part(1), 2));
    end if;
    return string_to_array""",
)
SERVES = """
CREATE FUNCTION serves_region(region text, agency uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT region IS NULL OR EXISTS (
        SELECT FROM agencies a WHERE a.id = agency AND a.kanreg = region)
$$
"""
HOLDING = (
    ("WHERE c.active", "WHERE serves_region(c.kanreg, agency) AND c.active"),
    ("WHERE m.ended_at IS NULL", "WHERE serves_region(m.kanreg, agency) AND m.ended_at IS NULL"),
)
"""What is added to `approval_holders`, whatever else it has learnt."""


def holders(*changes: tuple[str, str]) -> None:
    """Change the text of `approval_holders` as it is."""
    said: str = (
        op.get_bind()
        .execute(sa.text("select pg_get_functiondef('approval_holders'::regproc)"))
        .scalar_one()
    )
    for before, after in changes:
        if before not in said:
            raise LookupError(before)
        said = said.replace(before, after)
    op.get_bind().exec_driver_sql(said)


def upgrade() -> None:
    op.execute(f"select set_config('app.context', '{SYSTEM.context}', true)")
    op.create_table(
        "kanreg",
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("city", sa.String(100), nullable=False),
        sa.Column("provinces", ARRAY(sa.String(100)), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_kanreg"),
        sa.CheckConstraint("code ~ '^[A-Z0-9]{1,8}$'", name="kanreg_code_plain"),
        sa.CheckConstraint("cardinality(provinces) > 0", name="kanreg_has_provinces"),
        sa.UniqueConstraint("number", name="one_kanreg_per_number"),
    )
    for number, (code, city, provinces) in enumerate(REGIONS, start=1):
        op.execute(
            f"insert into kanreg values ('{code}', {number}, '{city}',"
            f" string_to_array('{provinces}', ', '))"
        )
    protect_shared("kanreg", writers={Role.ADMIN})
    op.add_column("agencies", sa.Column("kanreg", sa.String(8), nullable=True))
    op.add_column("agencies", sa.Column("province", sa.String(100), nullable=True))
    for table in ("agencies", "clients", "memberships"):
        if table != "agencies":
            op.add_column(table, sa.Column("kanreg", sa.String(8), nullable=True))
        op.create_foreign_key(f"fk_{table}_kanreg", table, "kanreg", ["kanreg"], ["code"])
    op.create_check_constraint(
        "province_of_a_kanreg", "agencies", "province is null or kanreg is not null"
    )
    op.create_check_constraint("client_region_for_kanreg", "clients", OF_A_REGION)
    op.create_check_constraint("membership_region_for_kanreg", "memberships", OF_A_REGION)
    op.execute(SOMEWHERE)
    op.execute(
        "CREATE TRIGGER of_a_region BEFORE INSERT ON memberships FOR EACH ROW "
        "EXECUTE FUNCTION membership_of_a_region()"
    )
    for table in ("agencies", "kanreg"):
        op.execute(
            f"create policy placed_by_all on {table} as restrictive for update"
            " using (true) with check ((select context_part(1)) = '*')"
        )
    op.execute(VISIBLE)
    op.execute(SERVES)
    holders(*HOLDING)


def downgrade() -> None:
    holders(*((after, before) for before, after in HOLDING))
    op.execute("DROP FUNCTION serves_region(text, uuid)")
    op.execute(BEFORE)
    op.execute("DROP TRIGGER of_a_region ON memberships")
    op.execute("DROP FUNCTION membership_of_a_region()")
    op.drop_constraint("membership_region_for_kanreg", "memberships")
    op.drop_constraint("client_region_for_kanreg", "clients")
    for table in ("memberships", "clients", "agencies"):
        op.drop_column(table, "kanreg")
    op.execute("drop policy placed_by_all on agencies")
    op.drop_column("agencies", "province")
    op.drop_table("kanreg")
