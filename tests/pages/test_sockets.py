"""Answers do not wait for the reader's receipt."""

import socket

from pages import sockets


def listening():
    """A port as Streamlit opens it: without the protocol's name."""
    port = socket.socket(socket.AF_INET)
    port.bind(("127.0.0.1", 0))
    port.listen()
    return port


def test_connections_to_open_ports_send_at_once():
    others = sockets.send_at_once()
    with listening() as port, socket.socket() as no_port:
        assert sockets.send_at_once() == others + 1
        with socket.create_connection(port.getsockname()) as visitor:
            answering, _ = port.accept()
            with answering:
                assert answering.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            assert not visitor.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert not no_port.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_nothing_else_that_is_open_is_touched():
    others = sockets.send_at_once()
    left, right = socket.socketpair()
    with left, right:
        assert sockets.send_at_once() == others
        left.sendall(b"still there")
        assert right.recv(20) == b"still there"
