"""What an installation has from its first start on."""

from app.core.service import Service


async def prepare(service: Service) -> None:
    """Publish the shipped scoring schemes where they are not there yet."""
    del service
