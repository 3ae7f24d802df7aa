"""PostgreSQL under Patroni with etcd and HAProxy, and SecureAuth on top of it, all on 127.0.0.1 and in one folder."""

import base64
import json
import os
import secrets
import shutil
import signal
import string
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import psycopg2

from processes import HOST, Server, children_of, eventually, free_ports, give, private_file

HERE = Path(__file__).resolve().parent


def password():
    return secrets.token_hex(16)


def filled(template, **values):
    return string.Template((HERE / template).read_text()).substitute(values)


class Etcd:
    """Etcd on three ports. A majority of two keeps it working."""

    def __init__(self, folder, members):
        ports = free_ports(2 * members)
        clients, peers = ports[:members], ports[members:]
        self.addresses = ",".join(f"{HOST}:{port}" for port in clients)
        cluster = ",".join(f"etcd{i + 1}=http://{HOST}:{port}" for i, port in enumerate(peers))
        self.members = [
            Server(
                f"etcd{i + 1}",
                [
                    "etcd", "--name", f"etcd{i + 1}", "--data-dir", folder / f"etcd{i + 1}",
                    "--listen-client-urls", f"http://{HOST}:{client}", "--advertise-client-urls", f"http://{HOST}:{client}",
                    "--listen-peer-urls", f"http://{HOST}:{peer}", "--initial-advertise-peer-urls", f"http://{HOST}:{peer}",
                    "--initial-cluster", cluster,

                    # The members share the disk of one machine.
                    "--heartbeat-interval", "300", "--election-timeout", "3000",
                ],
                folder)
            for i, (client, peer) in enumerate(zip(clients, peers))]

    def start(self):
        for member in self.members:
            member.start()


class Node:
    """Patroni and the PostgreSQL that it runs."""

    def __init__(self, number, folder, etcd, postgres_bin, passwords, slow_dcs):
        self.name = f"node{number}"
        self.number = number
        self.port, self.rest_port = free_ports(2)
        self.data = folder / self.name / "data"
        (folder / self.name).mkdir()
        give(folder / self.name)
        configuration = folder / f"{self.name}.yml"
        text = filled(
            "patroni.yml", node=self.name, host=HOST, rest_port=self.rest_port, port=self.port, etcd=etcd.addresses,
            bin=postgres_bin, data=self.data, sockets=folder / self.name, network=f"{HOST}/32", **passwords)
        private_file(configuration, slow_dcs(text))
        self.patroni = Server(self.name, ["patroni", configuration], folder)

    def start(self):
        self.patroni.start()

    def status(self):
        """What Patroni says about this node, or None while it does not answer."""
        try:
            with urllib.request.urlopen(f"http://{HOST}:{self.rest_port}/patroni", timeout=2) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            return json.load(error)
        except (OSError, ValueError):
            return None

    def postgres(self):
        """The id of PostgreSQL's first process, or None."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().splitlines()[0])
            os.kill(pid, 0)
            return pid
        except (OSError, ValueError, IndexError):
            return None

    def kill_postgres(self):
        pid = self.postgres()
        for process in [pid, *children_of(pid)] if pid else []:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def kill(self):
        """As a machine that loses its power: neither Patroni nor PostgreSQL can say goodbye."""
        self.patroni.kill()
        self.kill_postgres()

    def receivers(self):
        """The processes of a standby that receive what the primary writes."""
        pid = self.postgres()
        return [child for child in (children_of(pid) if pid else [])
                if "walreceiver" in Path(f"/proc/{child}/cmdline").read_text(errors="replace")]

    def stop(self):
        self.patroni.stop()
        self.kill_postgres()


class Cluster:
    def __init__(self, folder, programs, nodes=3, etcd_members=3, haproxy=True, synchronous=True, postgres_bin=None):
        self.folder = folder
        self._programs = programs
        self._haproxy = haproxy
        self._postgres_bin = postgres_bin or newest_postgres()
        self._passwords = {f"{role}_password": password() for role in ("superuser", "replication", "rewind")}
        self._api_password, self._operator_password = password(), password()
        self.etcd = Etcd(folder, etcd_members)
        self.nodes = [
            Node(i + 1, folder, self.etcd, self._postgres_bin, self._passwords, lambda text: text if synchronous else asynchronous(text))
            for i in range(nodes)]
        self.port, self.redis_port, *api_ports = free_ports(4)
        self.api = [f"http://{HOST}:{port}" for port in api_ports]
        self._servers = []

    def start(self, say):
        say(f"etcd: {len(self.etcd.members)} members")
        self.etcd.start()
        say(f"Patroni: {len(self.nodes)} nodes with PostgreSQL from {self._postgres_bin}")
        for node in self.nodes:
            node.start()
        eventually(lambda: self.primary(), "a primary", 120)
        self.wait_for_standbys()
        if self._haproxy:
            say(f"HAProxy: {HOST}:{self.port}")
            self._start_haproxy()
        self._start_redis()
        say("Migration")
        self._migrate()
        say("API: two replicas, " + " and ".join(self.api))
        for i, origin in enumerate(self.api):
            self._start("api" + str(i + 1), self._program("SecureAuth.Api"), {**self._settings(), "ASPNETCORE_URLS": origin})
        for origin in self.api:
            eventually(lambda: answers(origin + "/health"), f"{origin} is healthy", 120)

    def primary(self):
        for node in self.nodes:
            status = node.status()
            if status and status.get("role") in ("master", "primary") and status.get("state") == "running":
                return node
        return None

    def synchronous_standby(self):
        for node in self.nodes:
            status = node.status()
            if status and status.get("sync_standby") and status.get("state") == "running":
                return node
        return None

    def wait_for_standbys(self):
        """Waits until all other nodes receive what the primary writes, and one of them is the synchronous one."""
        def complete():
            primary = self.primary()
            replication = ((primary and primary.status()) or {}).get("replication", [])
            streaming = [standby for standby in replication if standby["state"] == "streaming"]
            return len(streaming) == len(self.nodes) - 1 and (
                self._is_asynchronous() or self.synchronous_standby() is not None)
        eventually(complete, "all standbys stream", 180)

    def connect(self):
        """As PostgreSQL's superuser, to the primary and past HAProxy."""
        connection = psycopg2.connect(
            host=HOST, port=self.primary().port, user="postgres", password=self._passwords["superuser_password"],
            dbname="secureauth")
        connection.autocommit = True
        return connection

    def switch_over(self, primary, candidate):
        body = json.dumps({"leader": primary.name, "candidate": candidate.name}).encode()
        request = urllib.request.Request(
            f"http://{HOST}:{primary.rest_port}/switchover", body, {"content-type": "application/json"})
        urllib.request.urlopen(request, timeout=60).read()

    def stop(self):
        for server in reversed(self._servers):
            server.stop()
        for node in self.nodes:
            for receiver in node.receivers():
                os.kill(receiver, signal.SIGCONT)

        # The standbys first, or one of them would still be promoted.
        primary = self.primary()
        for node in sorted(self.nodes, key=lambda node: node is primary):
            node.stop()
        for member in self.etcd.members:
            member.stop()

    def logs(self):
        return [*self._servers, *(node.patroni for node in self.nodes)]

    def _is_asynchronous(self):
        return "synchronous_mode: false" in (self.folder / "node1.yml").read_text()

    def _start(self, name, command, environment=None, as_servers_user=False):
        server = Server(name, command, self.folder, environment, as_servers_user)
        server.start()
        self._servers.append(server)
        return server

    def _start_haproxy(self):
        servers = "\n".join(
            f"    server {node.name} {HOST}:{node.port} maxconn 100 check port {node.rest_port}" for node in self.nodes)
        configuration = self.folder / "haproxy.cfg"
        private_file(configuration, filled("haproxy.cfg", host=HOST, port=self.port, servers=servers))
        program = shutil.which("haproxy") or "/usr/sbin/haproxy"
        self._start("haproxy", [program, "-db", "-f", configuration], as_servers_user=True)

        # Until its first checks have failed, it takes every server for the primary.
        eventually(lambda: all(self._leads_to_primary() for _ in range(2 * len(self.nodes))), "HAProxy knows the primary")

    def _leads_to_primary(self):
        try:
            connection = psycopg2.connect(
                host=HOST, port=self.port, user="postgres", password=self._passwords["superuser_password"], dbname="postgres")
            with connection.cursor() as cursor:
                cursor.execute("SELECT NOT pg_is_in_recovery()")
                return cursor.fetchone()[0]
        except psycopg2.Error:
            return False

    def _start_redis(self):
        folder = self.folder / "redis"
        folder.mkdir()
        give(folder)
        secret = password()
        configuration = folder / "redis.conf"
        private_file(configuration, f"bind {HOST}\nport {self.redis_port}\nrequirepass {secret}\nsave \"\"\ndir {folder}\n")
        self._redis = f"{HOST}:{self.redis_port},password={secret}"
        self._start("redis", ["redis-server", configuration], as_servers_user=True)

    def _migrate(self):
        settings = {**self._settings(), "ConnectionStrings__migrations": self._connection(
            "postgres", self._passwords["superuser_password"])}
        migrated = subprocess.run(
            [*self._program("secureauth"), "migrate"], env={**os.environ, **settings}, capture_output=True, text=True)
        if migrated.returncode != 0:
            raise RuntimeError(f"The migration failed.\n{migrated.stdout}{migrated.stderr}")

    def _program(self, name):
        return [self._programs[name]]

    def _connection(self, user, secret):
        hosts = f"Host={HOST};Port={self.port}" if self._haproxy else "Host={};Target Session Attributes=primary;Host Recheck Seconds=1".format(
            ",".join(f"{HOST}:{node.port}" for node in self.nodes))
        return f"{hosts};Database=secureauth;Username={user};Password={secret}"

    def _settings(self):
        settings = {
            # The lowest work factor, which only this environment allows, so that the load writes instead of hashing.
            "ASPNETCORE_ENVIRONMENT": "Testing",
            "DOTNET_ENVIRONMENT": "Testing",
            "Passwords__BcryptWorkFactor": "4",
            "ConnectionStrings__secureauth": self._connection("secureauth_api", self._api_password),
            "ConnectionStrings__operator": self._connection("secureauth_operator", self._operator_password),
            "ConnectionStrings__redis": self._redis,
            "Tokens__Issuer": "https://auth.example",
            "Tokens__Audience": "failover",
            "Accounts__EmailVerification": "Optional",
            "Passwords__Peppers__0": self._key("pepper"),
            "Keys__Master__0": self._key("master"),

            # Every request of the load comes from another address.
            "Proxy__TrustedNetworks__0": f"{HOST}/32",

            # Longer than a failover: whoever got no answer to a refresh asks again afterwards.
            "Sessions__RefreshGrace": "00:01:00",
        }
        return settings

    def _key(self, name):
        path = self.folder / f"{name}.key"
        if not path.exists():
            private_file(path, base64.b64encode(secrets.token_bytes(32)).decode())
        return path.read_text()


def asynchronous(configuration):
    """The configuration of those who trade durability for speed: no standby has to have what is acknowledged."""
    replaced = configuration.replace("synchronous_mode: true", "synchronous_mode: false").replace(
        "synchronous_mode_strict: true", "synchronous_mode_strict: false\n    maximum_lag_on_failover: 1073741824")
    assert replaced != configuration
    return replaced


def answers(url):
    try:
        with urllib.request.urlopen(url, timeout=3) as answer:
            return answer.status == 200
    except OSError:
        return False


def newest_postgres():
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not found:
        raise SystemExit("PostgreSQL's server programs are missing. Debian: apt install postgresql.")
    return found[-1]
