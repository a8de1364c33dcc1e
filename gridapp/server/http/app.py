"""The hub as an ASGI application: the list of what can be asked over HTTP."""

from typing import Annotated, Any

from litestar import Litestar, Request, Response, get, post
from litestar.params import Parameter, RawBody

from gridapp.server.http import photos, snapshots
from gridapp.server.http.answering import MOST_BYTES, answered, before_reading, read, sender
from gridapp.server.http.described import DESCRIPTION, message, refusals
from gridapp.server.hub import Hub
from gridapp.wire.messages import Answer, Ask, SignIn

MOST_NONCE = 64
MOST_BYTES_OF_A_STRANGER = 64 << 10  # nobody has signed who signs in


def app(hub: Hub) -> Litestar:
    """The hub as an ASGI application."""

    @post(
        "/v1/sign-in",
        request_max_body_size=MOST_BYTES_OF_A_STRANGER,
        **message("A SignIn.", "An Enrolment."),
    )
    def sign_in(request: Request[Any, Any, Any], body: RawBody) -> Response[bytes]:
        return answered(request, body, lambda: hub.sign_in(read(request, body, SignIn)))

    @post("/v1/exchange", **message("An Ask, signed by the laptop.", "An Answer."))
    def exchange(request: Request[Any, Any, Any], body: RawBody) -> Response[bytes]:
        def exchanged() -> Answer:
            side = hub.at(sender(hub, request, body))
            return side.exchange(read(request, body, Ask))

        return answered(request, body, exchanged)

    @get("/health", sync_to_thread=True, responses=refusals(400))
    def health(nonce: Annotated[str, Parameter(max_length=MOST_NONCE)] = "") -> dict[str, str]:
        return {"gridapp": "hub", "hub_id": hub.hub_id(), "nonce": nonce}

    return Litestar(
        [sign_in, exchange, snapshots.route(hub), health, *photos.routes(hub)],
        openapi_config=DESCRIPTION,
        logging_config=None,  # its own lines carry what people sent
        request_max_body_size=MOST_BYTES,
        exception_handlers={Exception: before_reading},
    )
