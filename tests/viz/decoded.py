"""Vector tiles read back, written from the specification and from nothing of ours."""

import struct


def fields(content):
    """Number and value of each field of a message; bytes for what has a length."""
    at = 0
    while at < len(content):
        key, at = varint(content, at)
        if key & 7 == 2:
            size, at = varint(content, at)
            yield key >> 3, content[at : at + size]
            at += size
        elif key & 7 == 5:
            yield key >> 3, struct.unpack("<f", content[at : at + 4])[0]
            at += 4
        else:
            value, at = varint(content, at)
            yield key >> 3, value


def varint(content, at):
    value = shift = 0
    while True:
        byte = content[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def varints(content):
    at, found = 0, []
    while at < len(content):
        value, at = varint(content, at)
        found.append(value)
    return found


def tile(content):
    """Features as (id, kind, paths, tags) of the only layer; [] of an empty tile."""
    if not content:
        return []
    ((number, layer),) = fields(content)
    assert number == 3
    parts = list(fields(layer))
    assert dict(parts)[15] == 2
    assert dict(parts)[5] == 4096
    names = [value.decode() for number, value in parts if number == 3]
    values = [_value(value) for number, value in parts if number == 4]
    return [_feature(value, names, values) for number, value in parts if number == 2]


def _value(content):
    ((number, value),) = fields(content)
    return value.decode() if number == 1 else value


def _feature(content, names, values):
    held = dict(fields(content))
    numbers = varints(held[2])
    tags = {names[n]: values[v] for n, v in zip(numbers[::2], numbers[1::2], strict=True)}
    return held[1], held[3], _paths(varints(held[4])), tags


def _paths(numbers):
    """Places of each path; a ring that is closed repeats its first."""
    paths, here, at = [], (0, 0), 0
    while at < len(numbers):
        command, count = numbers[at] & 7, numbers[at] >> 3
        at += 1
        if command == 7:
            paths[-1].append(paths[-1][0])
            continue
        for _ in range(count):
            step = [(n >> 1) ^ -(n & 1) for n in numbers[at : at + 2]]
            here = (here[0] + step[0], here[1] + step[1])
            if command == 1:
                paths.append([])
            paths[-1].append(here)
            at += 2
    return paths
