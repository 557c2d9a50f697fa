"""The words of TWAIN 2.4, written from its public specification: numbers, and structures packed to two bytes.

The standard library alone: the process that speaks them may be one of 32 bits, with nothing else beside it.
"""

from __future__ import annotations

import ctypes
import os
from ctypes import c_char, c_int16, c_int32, c_uint16, c_uint32, c_void_p
from enum import IntEnum
from typing import Any

ON_WINDOWS = os.name == "nt"
CONTROL, IMAGE = 0x1, 0x2  # groups of data
APP2, DSM2 = 0x20000000, 0x10000000  # in an identity's groups: it speaks the second version
PROTOCOL = (2, 4)
DONT_CARE_16, DONT_CARE_32 = 0xFFFF, 0xFFFFFFFF
APP_OWNS_POINTER = 0x1 | 0x8  # flags of memory


class Dat(IntEnum):
    """What an argument is."""

    CAPABILITY = 0x01
    EVENT = 0x02
    IDENTITY = 0x03
    PARENT = 0x04
    PENDING = 0x05
    SETUP_MEMORY = 0x06
    STATUS = 0x08
    USER_INTERFACE = 0x09
    CALLBACK = 0x10
    IMAGE_INFO = 0x101
    IMAGE_LAYOUT = 0x102
    IMAGE_MEMORY = 0x103
    IMAGE_NATIVE = 0x104
    ENTRY_POINT = 0x403


class Msg(IntEnum):
    """What is to be done with it, or what has happened."""

    GET = 0x01
    GET_CURRENT = 0x02
    GET_FIRST = 0x04
    GET_NEXT = 0x05
    SET = 0x06
    RESET = 0x07
    XFER_READY = 0x101
    CLOSE_REQUEST = 0x102
    CLOSE_OK = 0x103
    OPEN_DSM = 0x301
    CLOSE_DSM = 0x302
    OPEN_SOURCE = 0x401
    CLOSE_SOURCE = 0x402
    DISABLE = 0x501
    ENABLE = 0x502
    PROCESS_EVENT = 0x601
    END_TRANSFER = 0x701
    REGISTER_CALLBACK = 0x902


class Rc(IntEnum):
    """How it went."""

    SUCCESS = 0
    FAILURE = 1
    CHECK_STATUS = 2
    CANCEL = 3
    SOURCE_EVENT = 4
    TRANSFER_DONE = 6
    END_OF_LIST = 7
    BUSY = 10
    LOCKED = 11


class Cc(IntEnum):
    """Why it failed, of those that we tell apart."""

    NO_SOURCE = 3
    MOST_CONNECTIONS = 4
    OPERATION_ERROR = 5
    DENIED = 16
    PAPER_JAM = 20
    DOUBLE_FEED = 21
    DEVICE_OFFLINE = 23
    INTERLOCK = 24
    NO_MEDIA = 29


class Cap(IntEnum):
    """What can be asked and set."""

    TRANSFERS = 0x01
    COMPRESSION = 0x100
    PIXEL_TYPE = 0x101
    UNITS = 0x102
    MECHANISM = 0x103
    FEEDER_ENABLED = 0x1002
    FEEDER_LOADED = 0x1003
    AUTO_FEED = 0x1007
    INDICATORS = 0x100B
    DEVICE_ONLINE = 0x100F
    DUPLEX = 0x1012
    DUPLEX_ENABLED = 0x1013
    PHYSICAL_WIDTH = 0x1111
    PHYSICAL_HEIGHT = 0x1112
    X_RESOLUTION = 0x1118
    Y_RESOLUTION = 0x1119
    CHUNKY = 0x1120
    BIT_DEPTH = 0x112B


class Kind(IntEnum):
    """Kinds of single values."""

    INT8 = 0
    INT16 = 1
    INT32 = 2
    UINT8 = 3
    UINT16 = 4
    UINT32 = 5
    BOOL = 6
    FIX32 = 7


ARRAY, ENUMERATION, ONE_VALUE, RANGE = 3, 4, 5, 6  # kinds of containers
NATIVE, MEMORY = 0, 2  # ways of transfer
BLACK_WHITE, GRAY, RGB = 0, 1, 2  # kinds of pixels
INCHES, PLAIN = 0, 0


class _Packed(ctypes.Structure):
    _pack_ = 2


class Version(_Packed):
    """What a program calls itself."""

    _fields_ = [
        ("major", c_uint16), ("minor", c_uint16), ("language", c_uint16), ("country", c_uint16), ("info", c_char * 34),
    ]  # fmt: skip


class Identity(_Packed):
    """A program, or a source."""

    _fields_ = [
        ("id", c_uint32), ("version", Version), ("protocol_major", c_uint16), ("protocol_minor", c_uint16),
        ("groups", c_uint32), ("maker", c_char * 34), ("family", c_char * 34), ("product", c_char * 34),
    ]  # fmt: skip


class Status(_Packed):
    """Why something failed."""

    _fields_ = [("condition", c_uint16), ("data", c_uint16)]


class UserInterface(_Packed):
    """Whether a source shows its own window."""

    _fields_ = [("show", c_uint16), ("modal", c_uint16), ("parent", c_void_p)]


class Event(_Packed):
    """A message of Windows, and what a source makes of it."""

    _fields_ = [("event", c_void_p), ("message", c_uint16)]


class Capability(_Packed):
    """A question about a capability, or its answer in a container."""

    _fields_ = [("cap", c_uint16), ("container_kind", c_uint16), ("container", c_void_p)]


class Pending(_Packed):
    """How many pictures still come; 0xFFFF when the source does not know."""

    _fields_ = [("count", c_uint16), ("reserved", c_uint32)]


class Callback(_Packed):
    """Whom a source calls when it has something to say."""

    _fields_ = [("function", c_void_p), ("reference", c_uint32), ("message", c_int16)]


class EntryPoint(_Packed):
    """Where the manager of sources keeps its functions for memory."""

    _fields_ = [
        ("size", c_uint32), ("entry", c_void_p), ("allocate", c_void_p), ("free", c_void_p), ("lock", c_void_p),
        ("unlock", c_void_p),
    ]  # fmt: skip


class Fix32(_Packed):
    """A number with its fraction in 65536ths."""

    _fields_ = [("whole", c_int16), ("fraction", c_uint16)]


class Layout(_Packed):
    """How much of the page is read."""

    _fields_ = [
        ("left", Fix32), ("top", Fix32), ("right", Fix32), ("bottom", Fix32),
        ("document", c_uint32), ("page", c_uint32), ("frame", c_uint32),
    ]  # fmt: skip


class ImageInfo(_Packed):
    """What a source says of the picture that comes."""

    _fields_ = [
        ("x_resolution", Fix32), ("y_resolution", Fix32), ("width", c_int32), ("length", c_int32),
        ("samples", c_int16), ("bits_per_sample", c_int16 * 8), ("bits", c_int16), ("planar", c_uint16),
        ("pixel_type", c_int16), ("compression", c_uint16),
    ]  # fmt: skip


class SetupMemory(_Packed):
    """How long a strip may be, in bytes."""

    _fields_ = [("least", c_uint32), ("most", c_uint32), ("preferred", c_uint32)]


class Memory(_Packed):
    """A piece of memory, and who owns it."""

    _fields_ = [("flags", c_uint32), ("length", c_uint32), ("at", c_void_p)]


class ImageMemory(_Packed):
    """A strip of a picture."""

    _fields_ = [
        ("compression", c_uint16), ("bytes_per_row", c_uint32), ("columns", c_uint32), ("rows", c_uint32),
        ("x", c_uint32), ("y", c_uint32), ("written", c_uint32), ("memory", Memory),
    ]  # fmt: skip


def library(name: str) -> Any:
    """A library, loaded. On 32 bits of Windows all calls here are declared `stdcall`. Raises OSError."""
    return getattr(ctypes, "WinDLL", ctypes.CDLL)(name)


def calling() -> Any:
    """What makes the type of a function that is called back, in the same manner."""
    return getattr(ctypes, "WINFUNCTYPE", ctypes.CFUNCTYPE)


def fix(value: float) -> Fix32:
    """A number as TWAIN writes it."""
    parts = round(value * 65536)
    return Fix32(parts >> 16, parts & 0xFFFF)


def unfixed(value: Fix32) -> float:
    """A number that TWAIN wrote."""
    return float(value.whole) + float(value.fraction) / 65536
