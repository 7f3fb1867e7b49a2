"""What clients send (`Body`) and what they receive (`Read`)."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    PlainSerializer,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError

from app.core.literal import literally


def has_nul(value: Any) -> bool:
    """Whether any text in a JSON value contains U+0000, which PostgreSQL cannot keep."""
    if isinstance(value, str):
        return "\x00" in value
    if isinstance(value, dict):
        return any(has_nul(k) or has_nul(v) for k, v in value.items())
    return isinstance(value, list) and any(has_nul(item) for item in value)


class Body(BaseModel):
    """What a client sends: unknown fields are refused, text is trimmed, NUL is refused.

    Nothing is converted from another type: see `literal`.
    """

    model_config = ConfigDict(
        extra="forbid", str_strip_whitespace=True, use_attribute_docstrings=True, frozen=True
    )

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[BaseModel], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        schema: CoreSchema = literally(handler(source), cls)
        return schema

    @model_validator(mode="before")
    @classmethod
    def without_nul(cls, value: Any) -> Any:
        if has_nul(value):
            raise PydanticCustomError("nul_character", "It must not contain the NUL character.")
        return value


class Read(BaseModel):
    """What a client receives. No field has a default, so every field is always there."""

    model_config = ConfigDict(from_attributes=True, use_attribute_docstrings=True)


Score = Annotated[
    Decimal,
    PlainSerializer(str, return_type=str),
    Field(description="Score with four decimals, as text.", examples=["83.3334"]),
]
"""A score: a decimal with four places, written as text so that nobody reads it as a float."""
