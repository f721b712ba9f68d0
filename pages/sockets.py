"""Answers leave at once, not when the network card thinks them long enough.

Streamlit opens its port without saying TCP, and asyncio then leaves Nagle's algorithm on for
every connection (python: `asyncio.base_events._set_nodelay`; Kludex/uvicorn issue 3149): an
answer's second part waits for the reader's delayed receipt, 40 ms for each of the first page's
eighty files and for each change of a page. docs/adr/0018 has what was measured.
"""

from __future__ import annotations

import os
import socket
import stat
from typing import Final

MANY: Final = 256  # a process that has just begun has far fewer files open


def send_at_once() -> int:
    """Have every connection to this process's open ports send without waiting; how many ports.

    Connections take the setting over from the port they come in by.
    """
    return sum(_set(number) for number in range(3, MANY) if _is_socket(number))


def _is_socket(number: int) -> bool:
    try:
        return stat.S_ISSOCK(os.fstat(number).st_mode)
    except OSError:  # no such file is open
        return False


def _set(number: int) -> bool:
    """Set one that waits for visitors over the internet's protocols; whether it is one."""
    try:
        with socket.socket(fileno=os.dup(number)) as port:
            is_open = port.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
            if not is_open or port.family not in (socket.AF_INET, socket.AF_INET6):
                return False
            port.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return True
    except OSError:  # closed meanwhile, or of a kind that knows no such setting: slower, no worse
        return False
