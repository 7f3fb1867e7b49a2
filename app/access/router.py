"""What can be asked about access."""

from fastapi import APIRouter

public = APIRouter(tags=["access"])
router = APIRouter(tags=["access"])
