"""`lms run` says in one line why it cannot serve, and lets in more people than read at once."""

import http.client
import os
import socket
import subprocess

from tests.browser.server import LMS, Installation


def test_a_taken_port_is_told_in_one_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        environment = {**os.environ, "LMS_DATA_DIR": str(tmp_path), "LMS_PORT": port}
        subprocess.run([LMS, "init"], env=environment, check=True, capture_output=True)
        done = subprocess.run(
            [LMS, "run"], env=environment, capture_output=True, text=True, check=False, timeout=60
        )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert port in done.stderr
    assert "LMS_PORT" in done.stderr


def test_browsers_that_keep_their_connections_shut_nobody_out(tmp_path):
    place = Installation(tmp_path)
    place.lms("init")
    place.start()
    kept = [http.client.HTTPConnection("127.0.0.1", place.port, timeout=20) for _ in range(300)]
    try:
        for connection in kept:
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            assert (answer.status, bool(answer.read())) == (200, True)
    finally:
        for connection in kept:
            connection.close()
        place.stop()
