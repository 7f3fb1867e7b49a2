"""What can run in the background: one dictionary that fits on a screen."""

import asyncio
import signal

from app.approvals import jobs as approvals
from app.audit import jobs as audit
from app.core import idempotency
from app.core.jobs import Handler, Schedule, Work, Worker, every
from app.core.service import Service
from app.employees import changes
from app.imports import jobs as imports
from app.privacy import jobs as privacy
from app.publications import jobs as publications
from app.talent_maps import jobs as talent_maps
from app.talent_pools import jobs as talent_pools
from app.webhooks import jobs as webhooks

HANDLERS: dict[str, Handler] = {
    "imports.run": imports.run,
    "privacy.destroy": privacy.destroy,
    "talent_maps.calculate": talent_maps.calculate,
    "webhooks.deliver": webhooks.deliver,
}

HOURLY = "17 * * * *"
NIGHTLY = "30 18 * * *"
"""Half past one at night in western Indonesia."""
SCHEDULES: dict[str, Schedule] = {
    "approvals.remind": Schedule(approvals.remind, lambda _settings: HOURLY),
    "audit.checkpoint": Schedule(
        audit.checkpoint, lambda settings: every(settings.checkpoint_minutes)
    ),
    "employees.forget_gone": Schedule(changes.forget, lambda _settings: NIGHTLY),
    "idempotency.forget": Schedule(idempotency.forget, lambda _settings: HOURLY),
    "privacy.destroy": Schedule(privacy.destroy, lambda _settings: NIGHTLY),
    "publications.tell_overdue": Schedule(publications.tell_overdue, lambda _settings: NIGHTLY),
    "webhooks.deliver": Schedule(webhooks.deliver, lambda _settings: every(1)),
    "webhooks.prune": Schedule(webhooks.prune, lambda _settings: NIGHTLY),
    "talent_pools.remind": Schedule(talent_pools.remind, lambda _settings: NIGHTLY),
}


async def run_apart(service: Service) -> None:
    """Run jobs in a process of its own until SIGINT or SIGTERM."""
    work = Work(service.sessions, service.settings)
    worker = Worker(service.addresses.listen, work, HANDLERS, SCHEDULES)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, worker.stop)
    await worker.run()
