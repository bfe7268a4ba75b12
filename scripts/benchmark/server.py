"""The server of a benchmark: one nginx that speaks every protocol, each on a port of its own."""

import http.client
import resource
import socket
import ssl
import subprocess
import time
from pathlib import Path

from benchmark.failure import Failure

BODY = "Hello, world"

# What nginx has open beside the connections.
OTHER_DESCRIPTORS = 64

# One process that keeps every connection open, answers from memory and writes nothing. The version and cipher of TLS
# are fixed, because the programs would choose different ones.
NGINX = """
daemon off; master_process off; pid nginx.pid; error_log stderr;
events {{ worker_connections {slots}; }}
http {{
    access_log off; keepalive_requests 1000000000; keepalive_timeout 1h;
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    ssl_certificate certificate.pem; ssl_certificate_key key.pem;
    ssl_protocols TLSv1.3; ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256;
    server {{
        listen 127.0.0.1:{http} backlog=16384;
        listen 127.0.0.1:{https} ssl backlog=16384;
        listen 127.0.0.1:{h2} ssl http2 backlog=16384;
        listen 127.0.0.1:{h2c} http2 backlog=16384;
        location / {{ default_type text/plain; return 200 "{body}"; }}
    }}
}}
"""


def allow_connections(most: int) -> None:
    """Lets this process and those that it starts open as many files as `most` connections need."""
    needed = most + OTHER_DESCRIPTORS
    _, limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    if limit < needed:
        raise Failure(f"{most} connections need {needed} open files, and the limit is {limit}: see ulimit -Hn")
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))


def start_nginx(folder: Path, connections: int = 10_000) -> dict[str, str]:
    """Starts nginx on free ports and waits until it answers; the URLs by protocol: http, https, h2 and h2c."""
    ports = free_ports(["http", "https", "h2", "h2c"])
    make_certificate(folder)
    configuration = folder / "nginx.conf"
    # When fewer than a sixteenth of its slots are free, nginx closes connections that wait for a request.
    slots = connections * 5 // 4 + OTHER_DESCRIPTORS
    configuration.write_text(NGINX.format(slots=slots, body=BODY, **ports))
    # pdeathsig: even kill -9 of this script does not leave nginx behind.
    command = ["setpriv", "--pdeathsig", "KILL", "nginx", "-e", "stderr", "-p", folder, "-c", configuration]
    nginx = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    deadline = time.monotonic() + 10
    while not (answers(ports["http"]) and answers(ports["https"], ssl._create_unverified_context())):
        if nginx.poll() is not None:
            raise Failure("nginx did not start; what it wrote is above")
        if time.monotonic() > deadline:
            raise Failure("nginx did not answer within 10 s")
        time.sleep(0.02)
    scheme = {"http": "http", "https": "https", "h2": "https", "h2c": "http"}
    return {name: f"{scheme[name]}://127.0.0.1:{port}/" for name, port in ports.items()}


def free_ports(names: list[str]) -> dict[str, int]:
    """A port for each name; they are held until all are found, so that no two are the same."""
    held = {name: socket.create_server(("127.0.0.1", 0)) for name in names}
    ports = {name: server.getsockname()[1] for name, server in held.items()}
    for server in held.values():
        server.close()
    return ports


def make_certificate(folder: Path) -> None:
    """Writes a certificate that nobody but its own key has signed."""
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1"
    command += " -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out certificate.pem"
    made = subprocess.run(command.split(), cwd=folder, stderr=subprocess.PIPE, text=True)
    if made.returncode != 0:
        raise Failure(f"openssl made no certificate:\n{made.stderr}")


def answers(port: int, tls: ssl.SSLContext | None = None) -> bool:
    """Whether nginx answers as it is configured."""
    if tls:
        connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=1, context=tls)
    else:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        connection.request("GET", "/")
        return connection.getresponse().read() == BODY.encode()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
