"""Starts notebooks' kernels from one process that has the libraries loaded, which halves what a short notebook costs.

Promise: every notebook still runs in a process of its own, into which nothing but imports comes along, and none of the
start-up files that its reader has.
"""

import asyncio
import multiprocessing
import os
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

LOADED = [
    "analysis.explore.panel",
    "fontTools.subset",
    "ipykernel.kernelapp",
    "matplotlib.backends.backend_pdf",
    "matplotlib.backends.backend_svg",
    "scipy.special",
]
NAME = "preloaded"
OWN = {"IPYTHONDIR": str(Path(sys.prefix) / "share" / "ipython"), "PYTHONSTARTUP": ""}  # not the reader's


def serve(arguments: list[str], folder: str, environment: dict[str, str]) -> None:
    """Be a kernel, in a session of its own, until told to end or until whoever started it is gone."""
    from ipykernel.kernelapp import IPKernelApp

    os.setsid()
    os.chdir(folder)
    os.environ.update(environment | OWN)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)  # what a stopped kernel complains of; errors of cells come as outputs
    IPKernelApp.launch_instance(argv=[*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"])


class Preloaded(LocalProvisioner):
    """Starts a kernel as a copy of a loaded process."""

    async def launch_kernel(self, cmd: list[str], **options: object) -> dict:
        """Start the kernel that `cmd` asks for; its connection."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(LOADED)
        arguments = (cmd[cmd.index("-f") :], options["cwd"], options["env"])
        process = context.Process(target=serve, args=arguments, daemon=True)
        process.start()
        self.process, self.pid = process, process.pid
        return self.connection_info

    async def poll(self) -> int | None:
        """How the kernel ended, None while it runs."""
        return self.process.exitcode if self.process else 0

    async def wait(self) -> int | None:
        """Wait until the kernel has ended; how."""
        while (code := await self.poll()) is None:
            await asyncio.sleep(0.05)
        self.process = None
        return code

    async def send_signal(self, signum: int) -> None:
        """Send the kernel a signal."""
        if self.process:
            os.kill(self.process.pid, signum)


def use_preloaded() -> None:
    """Have all kernels that this process starts come from the loaded one."""
    factory = KernelProvisionerFactory.instance()
    factory.provisioners[NAME] = EntryPoint(NAME, f"{__name__}:Preloaded", factory.GROUP_NAME)
    factory.default_provisioner_name = NAME
