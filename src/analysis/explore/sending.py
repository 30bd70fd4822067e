"""How the server of make lab sends what a kernel says: every message at once.

Promise: only the waiting goes; another server shows the same, some 40 ms later at every change.
"""

from asyncio import Future

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptConnection(ZMQChannelsWebsocketConnection):
    """A kernel's connection that does not hold a message back until the browser has confirmed the one before (TCP_NODELAY)."""

    def connect(self) -> Future | None:
        """Connect to the kernel."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()
