"""Child processes that end with this program and do not run as root."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

HOST = "127.0.0.1"


def servers_user():
    """The user that the servers run as. PostgreSQL refuses to run as root."""
    return "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name


def give(path):
    """Gives a file or folder to the user that the servers run as."""
    if os.geteuid() == 0:
        shutil.chown(path, servers_user(), servers_user())


def private_file(path, text):
    """Writes a file that only the servers can read."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    give(path)


def free_ports(count):
    sockets = [socket.create_server((HOST, 0)) for _ in range(count)]
    ports = [listener.getsockname()[1] for listener in sockets]
    for listener in sockets:
        listener.close()
    return ports


def eventually(condition, what, seconds=60):
    """Returns the first value of the condition that is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.1)
    raise TimeoutError(f"Within {seconds} s, {what} did not happen.")


class Server:
    """A process with a log of its own. It is told to stop when this program ends, even by SIGKILL."""

    def __init__(self, name, command, folder, environment=None, as_servers_user=True):
        self.name = name
        self.log = Path(folder, f"{name}.log")
        self._command = ["setpriv", "--pdeathsig", "TERM"]
        if os.geteuid() == 0 and as_servers_user:
            user = servers_user()
            self._command += [f"--reuid={user}", f"--regid={user}", "--init-groups", "--reset-env"]
        self._command += ["--", *map(str, command)]
        self._environment = {**os.environ, **(environment or {})}
        self._folder = folder
        self.process = None

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self._folder, env=self._environment)

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def kill(self):
        if self.is_running():
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def stop(self, seconds=30):
        if self.is_running():
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.kill()

    def last_lines(self, count=15):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-count:])


def children_of(parent):
    """The processes that a process has started."""
    children = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                status = (entry / "stat").read_text()
            except OSError:
                continue
            if int(status.rpartition(")")[2].split()[1]) == parent:
                children.append(int(entry.name))
    return children
