"""The office of a test: a hub just begun with one grid, and what is often asked of it."""

from gridapp.server.office import HubOffice
from gridapp.wire import signature
from gridapp.wire.messages import SignIn
from tests.server.world import Clock

PASSPHRASE = "a passphrase"
COMMUNITY = "990101001001"
NAMES = ["演示省", "青禾市", "云桥区", "听枫街道", "榆晴社区"]


def office_in(folder, home, passphrase=PASSPHRASE):
    """The office of the hub in `folder`, on a computer of its own."""
    return HubOffice(
        folder, passphrase, now=Clock(), home=home, environment={}, system="linux", port=8420
    )


def hub_of(office):
    return office._hub()


def sign_in(office, account, password):
    public = signature.public_of(signature.new_key())
    ask = SignIn(account=account, password=password, public_key=public, label="laptop", demo=False)
    return hub_of(office).sign_in(ask)


def add(office, name="li", **told):
    """Make an account of a grid worker, or what is told."""
    wanted = {"person": "李桂芬", "role": "网格员", "place": "第一网格", **told}
    return office.add_account(name=name, **wanted)
