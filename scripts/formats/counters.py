"""HdrHistogram's encoding, version 2, read from its description alone: the judge between two programs that read it."""

import base64
import bisect
import dataclasses
import itertools
import math
import struct
import zlib

CONTAINER_COOKIE = 0x1C849314
BODY_COOKIE = 0x1C849313
HEADER = struct.Struct(">iiiiqqd")


def body(text: str) -> bytes:
    """What is encoded, before compression: another zlib packs the same in other bytes."""
    data = base64.b64decode(text, validate=True)
    cookie, length = struct.unpack_from(">ii", data)
    if cookie != CONTAINER_COOKIE or length != len(data) - 8:
        raise ValueError(f"no histogram: cookie {cookie:#x}, {length} bytes of {len(data) - 8}")
    return zlib.decompress(data[8:])


@dataclasses.dataclass
class Counters:
    """The counters of a histogram that are not 0, by index."""

    lowest: int
    highest: int
    digits: int
    counts: dict[int, int]

    @classmethod
    def decode(cls, text: str) -> "Counters":
        data = body(text)
        cookie, length, offset, digits, lowest, highest, ratio = HEADER.unpack_from(data)
        if (cookie, length, offset, ratio) != (BODY_COOKIE, len(data) - HEADER.size, 0, 1.0):
            raise ValueError(f"no body of a histogram: {cookie:#x}, {length} bytes, offset {offset}, ratio {ratio}")
        counts, index = {}, 0
        for number in numbers(data[HEADER.size :]):
            if number > 0:
                counts[index] = number
            index += -number if number < 0 else 1
        return cls(lowest, highest, digits, counts)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def values(self, index: int) -> range:
        """The values that a counter stands for."""
        unit = self.lowest.bit_length() - 1
        half = (2 * 10**self.digits - 1).bit_length() - 1
        bucket = max(0, (index >> half) - 1)
        first = (index - (bucket << half)) << (bucket + unit)
        return range(first, first + (1 << (bucket + unit)))

    def at_rank(self, rank: int) -> int:
        """The highest value of the counter that has the value of this rank, from 1."""
        indices = sorted(self.counts)
        seen = list(itertools.accumulate(self.counts[index] for index in indices))
        return self.values(indices[bisect.bisect_left(seen, rank)])[-1]

    def percentile_of_java(self, percent: float) -> int:
        """squall's rule: enough values are not above it."""
        return self.at_rank(max(1, math.ceil(math.nextafter(percent, -math.inf) * self.total / 100)))

    def percentile_of_python(self, percent: float) -> int:
        """The rule of the libraries for Python and C: the nearest rank."""
        return self.at_rank(max(1, math.floor(percent * self.total / 100 + 0.5)))


def numbers(payload: bytes):
    """ZigZag LEB128 of at most nine bytes, the last of which has eight bits."""
    position = 0
    while position < len(payload):
        bits, shift = 0, 0
        while True:
            byte = payload[position]
            position += 1
            if shift == 56:
                bits |= byte << shift
                break
            bits |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        yield (bits >> 1) ^ -(bits & 1)
