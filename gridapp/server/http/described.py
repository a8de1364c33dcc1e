"""What the hub publishes about itself: an OpenAPI description of its messages and refusals."""

from dataclasses import dataclass
from typing import Any

from litestar import MediaType
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import (
    OpenAPIFormat,
    OpenAPIMediaType,
    OpenAPIType,
    Operation,
    Parameter,
    RequestBody,
    Schema,
)
from litestar.types import Method
from litestar.types.internal_types import PathParameterDefinition

from gridapp import __version__
from gridapp.wire import codec


def _name(_: HTTPRouteHandler, method: Method, path: list[str | PathParameterDefinition]) -> str:
    # Litestar's own names are alike for all handlers that run in a thread.
    parts = (part if isinstance(part, str) else part.name for part in path)
    return "-".join((method.lower(), *parts))


DESCRIPTION = OpenAPIConfig(
    title="gridapp hub",
    version=__version__,
    description=(
        "Messages are columnar JSON under zstd. Every request names the protocol in the header "
        f"{codec.HEADER}; every answer echoes the SHA-256 of the request in {codec.DIGEST}. "
        "Only answers with both are the hub's own."
    ),
    path="/schema",
    operation_id_creator=_name,
    render_plugins=[JsonRenderPlugin(path="/openapi.json", media_type=MediaType.JSON)],
)
_REFUSALS = {
    400: "The question is not one the hub answers, or is not what the laptop signed.",
    401: "The account, the password or the laptop is not let in.",
    413: "The request is too large.",
    415: "The request is of another media type than messages are.",
    422: "The request cannot be read, or breaks a rule.",
    426: "Laptop and hub speak different versions of the protocol.",
    500: "The hub made a mistake.",
}
_VERSION = Parameter(
    name=codec.HEADER,
    param_in="header",
    schema=Schema(type=OpenAPIType.STRING, const=codec.HEADERS[codec.HEADER]),
    required=True,
)


def message(asked: str, told: str) -> dict[str, Any]:
    """How a handler that takes one message and answers another is described."""

    @dataclass
    class Asking(Operation):
        def __post_init__(self) -> None:
            binary = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY, description=asked)
            content = {codec.MEDIA_TYPE: OpenAPIMediaType(schema=binary)}
            self.request_body = RequestBody(content, description=asked, required=True)
            self.parameters = [*(self.parameters or ()), _VERSION]

    return {
        "operation_class": Asking,
        "status_code": 200,
        "media_type": codec.MEDIA_TYPE,
        "response_description": told,
        "responses": refusals(400, 401, 413, 415, 422, 426, 500),
        "sync_to_thread": True,
    }


def refusals(*statuses: int) -> dict[int, ResponseSpec]:
    """The problems a handler may answer with."""
    return {
        status: ResponseSpec(
            bytes,
            generate_examples=False,
            description=f"A Problem. {_REFUSALS[status]}",
            media_type=codec.MEDIA_TYPE,
        )
        for status in statuses
    }
