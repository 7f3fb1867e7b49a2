"""Every router, in the order in which the documentation lists them."""

from fastapi import APIRouter, FastAPI

from app.access import membership_routes as memberships
from app.access import router as access
from app.access import token_routes as tokens
from app.appointments import router as appointments
from app.approvals import attachment_routes as attachments
from app.approvals import comment_routes as comments
from app.approvals import inbox_routes as inbox
from app.approvals import many_routes as many_approvals
from app.approvals import public as verification
from app.approvals import register_routes as registers
from app.approvals import router as approvals
from app.approvals import step_routes as steps
from app.approvals import timeline_routes as timelines
from app.assessors import router as assessors
from app.audit import router as audit
from app.blind_sessions import router as blind_sessions
from app.calibrations import router as calibrations
from app.cards import router as cards
from app.conflicts import router as conflicts
from app.core import site
from app.delegations import router as delegations
from app.development import retention_routes as retention
from app.development import router as development
from app.employees import export_routes as employee_exports
from app.employees import list_routes as employee_lists
from app.employees import router as employees
from app.evidence import router as evidence
from app.imports import router as imports
from app.integration import router as integration
from app.monitoring import router as monitoring
from app.movements import router as movements
from app.organisation import router as organisation
from app.privacy import duties
from app.privacy import router as privacy
from app.publications import objection_routes as objections
from app.publications import router as publications
from app.scoring_schemes import router as scoring_schemes
from app.siasn import router as siasn
from app.simulations import counterfactual_routes as counterfactuals
from app.simulations import router as simulations
from app.succession import router as succession
from app.talent_maps import export_routes as placement_exports
from app.talent_maps import router as talent_maps
from app.talent_pools import renewal_routes
from app.talent_pools import router as talent_pools
from app.vacancies import bench_routes as benches
from app.vacancies import router as vacancies
from app.webhooks import router as webhooks

TAGS = [
    {"name": "access", "description": "Tokens and clients: who may come in, in which role."},
    {"name": "organisation", "description": "Agencies, their units and positions."},
    {"name": "employees", "description": "Civil servants and their histories."},
    {"name": "me", "description": "Oneself: one's own record, everything about one, restriction."},
    {
        "name": "privacy",
        "description": "Corrections, restrictions, breaches and retention (UU 27/2022).",
    },
    {
        "name": "conflicts",
        "description": "Relations between deciders and civil servants: who may not decide on whom.",
    },
    {"name": "imports", "description": "Personnel files in, judged row by row."},
    {"name": "scoring schemes", "description": "How facts become scores; published once, forever."},
    {"name": "talent maps", "description": "Scores, boxes and ranks of a population at a date."},
    {"name": "assessors", "description": "Who measured: severity, spread, drift, effect on ranks."},
    {
        "name": "calibrations",
        "description": "A panel moves people of a map, with reasons, sealed votes and a register.",
    },
    {
        "name": "simulations",
        "description": "What if: another scheme for everybody, other facts of one's own for one.",
    },
    {"name": "movements", "description": "Two maps compared, and people followed through maps."},
    {
        "name": "publications",
        "description": "Rounds announced and published; statistics that name nobody.",
    },
    {"name": "objections", "description": "Sanggah: raised in time, answered by somebody else."},
    {"name": "talent pools", "description": "Succession groups and candidates for a position."},
    {"name": "succession", "description": "Candidates for a position, side by side."},
    {
        "name": "blind sessions",
        "description": "The committee ranks candidates without knowing who they are.",
    },
    {"name": "vacancies", "description": "Posts that stand empty, or fall vacant by retirement."},
    {"name": "cards", "description": "Pictures of one person: radar and talent card."},
    {"name": "development", "description": "Plans from gaps, training needs, retention by box."},
    {"name": "appointments", "description": "Names, choices, deviations and their outcomes."},
    {"name": "approvals", "description": "Requests that wait for a decision, and their letters."},
    {"name": "delegations", "description": "Who decides in the place of another, and until when."},
    {"name": "webhooks", "description": "What happened is told to systems that asked for it."},
    {"name": "evidence", "description": "Bundles that anybody can verify without the service."},
    {"name": "siasn", "description": "Results in the shapes in which BKN's SIASN takes them."},
    {"name": "monitoring", "description": "The report, and evidence for the merit worksheet."},
    {"name": "audit", "description": "The log: who did what, and proof that none of it changed."},
    {"name": "operations", "description": "Health and metrics."},
]

ROUTERS: list[APIRouter] = [
    integration.reads,  # before clients: `health` is no client's id
    access.reads,
    access.router,
    memberships.reads,
    memberships.router,
    organisation.reads,
    organisation.router,
    employee_lists.reads,
    employee_exports.router,  # before people: `export.csv` is nobody's id
    employees.reads,
    employees.router,
    privacy.me,
    privacy.reads,
    privacy.router,
    duties.reads,
    duties.router,
    conflicts.reads,
    conflicts.router,
    imports.reads,
    imports.router,
    simulations.reads,  # before schemes: `simulations` is no scheme's id
    simulations.router,
    counterfactuals.me,
    counterfactuals.router,
    scoring_schemes.reads,
    scoring_schemes.router,
    talent_maps.reads,
    talent_maps.router,
    placement_exports.router,
    assessors.router,
    movements.reads,
    movements.router,
    publications.me,
    publications.me_reads,
    publications.reads,
    publications.router,
    objections.reads,
    objections.router,
    calibrations.reads,
    calibrations.router,
    talent_pools.reads,
    talent_pools.router,
    renewal_routes.router,
    succession.router,
    blind_sessions.reads,
    blind_sessions.router,
    vacancies.reads,
    vacancies.router,
    cards.me,
    cards.router,
    development.me,
    development.reads,
    development.router,
    retention.reads,
    retention.router,
    benches.router,
    appointments.reads,
    appointments.router,
    approvals.reads,
    approvals.router,
    many_approvals.router,
    inbox.reads,
    comments.reads,
    comments.router,
    timelines.reads,
    timelines.router,
    delegations.reads,
    delegations.router,
    attachments.reads,
    attachments.router,
    steps.router,
    registers.router,
    audit.reads,
    audit.router,
    evidence.router,
    siasn.router,
    webhooks.reads,
    webhooks.router,
    monitoring.router,
]
"""Domains under /v1."""
PUBLIC: list[APIRouter] = [
    tokens.router,
    verification.router,
    verification.keys,
    registers.public,
    site.router,
]
"""Routers with addresses of their own, outside /v1."""


def install(app: FastAPI) -> None:
    """Put every router into the application."""
    for router in PUBLIC:
        app.include_router(router)
    v1 = APIRouter(prefix="/v1")
    for router in ROUTERS:
        v1.include_router(router)
    app.include_router(v1)
