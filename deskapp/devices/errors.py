"""What a device can do to us, one code each. The sentence for a code stands in the translations.

Every exit status, vendor code and message of a native driver becomes one of these at the driver's edge; what the
driver itself said travels along as a note of the exception, for the log and never for the screen.
"""

from __future__ import annotations

from enum import StrEnum


class ScannerCode(StrEnum):
    """Codes of a scanner's DeviceTrouble. `page` in the values counts from 1."""

    NONE = "scanner.none"
    """No scanner is attached, and none was named."""

    NOT_NAMED = "scanner.not_named"
    """Scanners are in the network, none at this computer, and the settings name none. Values: sources."""

    NO_SUCH_SOURCE = "scanner.no_such_source"
    """No scanner, folder or driver has this name. Values: source."""

    NOT_ON_THIS_SYSTEM = "scanner.not_on_this_system"
    """A kind of source this computer cannot use: another system's, or not installed. Values: kind."""

    NO_FEEDER = "scanner.no_feeder"
    """A feeder was asked for and the scanner has none."""

    NO_DUPLEX = "scanner.no_duplex"
    """Both sides were asked for and the scanner reads one."""

    NO_SUCH_MODE = "scanner.no_such_mode"
    """Colour or gray was asked for and the scanner cannot do it. Values: mode."""

    EMPTY = "scanner.empty"
    """There is no paper in the feeder, or no file in the folder."""

    JAMMED = "scanner.jammed"
    """Paper is stuck. Values: page, the one that did not come."""

    COVER_OPEN = "scanner.cover_open"
    """The cover is open. Values: page."""

    DOUBLE_FEED = "scanner.double_feed"
    """Two sheets went through at once, so one of them was not seen. Values: page."""

    BUSY = "scanner.busy"
    """Another program, or another person, is using it."""

    ACCESS_DENIED = "scanner.access_denied"
    """The account this program runs under may not use the device, or may not write into the folder."""

    NOT_REACHED = "scanner.not_reached"
    """A scanner in the network does not answer at its address. Values: host."""

    NO_SCANNER_THERE = "scanner.no_scanner_there"
    """What answers at the address is no scanner, or does not speak as one. Values: host."""

    CHANGED_CERTIFICATE = "scanner.changed_certificate"
    """A scanner in the network shows another certificate than at its first use. Values: host."""

    SILENT = "scanner.silent"
    """Nothing was heard for so long that the driver was ended. Values: seconds."""

    DISCONNECTED = "scanner.disconnected"
    """The cable, the network or the device broke off in the middle. Values: page."""

    INCOMPLETE_PAGE = "scanner.incomplete_page"
    """The driver said a page was done and delivered less than a page. Values: page."""

    CANCELLED_AT_DEVICE = "scanner.cancelled_at_device"
    """Somebody pressed cancel on the scanner. Values: page."""

    DRIVER_CRASHED = "scanner.driver_crashed"
    """The driver's own process died. Values: signal."""

    FILES_REFUSED = "scanner.files_refused"
    """Files in a watched folder were no images; they lie in `refused` now (a ContentTrouble). Values: count."""

    FAILED = "scanner.failed"
    """The driver gave up for a reason it did not explain in a way we know. Values: status."""


class PrinterCode(StrEnum):
    """Codes of a printer's DeviceTrouble."""

    NONE = "printer.none"
    """No printer is set up on this computer."""

    NO_SUCH_PRINTER = "printer.no_such_printer"
    """No printer has this name. Values: printer."""

    NOT_ON_THIS_SYSTEM = "printer.not_on_this_system"
    """A kind of printer that this computer cannot use. Values: kind."""

    OUT_OF_PAPER = "printer.out_of_paper"
    """The tray is empty. Nothing was sent, so printing again prints once."""

    OUT_OF_INK = "printer.out_of_ink"
    """Ink or toner is used up. Nothing was sent."""

    JAMMED = "printer.jammed"
    """Paper is stuck in the printer. Nothing was sent."""

    COVER_OPEN = "printer.cover_open"
    """A door of the printer is open. Nothing was sent."""

    OFFLINE = "printer.offline"
    """The printer is switched off, unplugged, or was stopped. Nothing was sent."""

    SILENT = "printer.silent"
    """The printing system did not answer. Values: seconds."""

    FOLDER_FULL = "printer.folder_full"
    """The disk of the folder that stands in for a printer is full (a StoreTrouble)."""

    STRIPS_ONLY = "printer.strips_only"
    """A receipt printer was given a paper that is no ticket."""

    FAILED = "printer.failed"
    """The printing system refused the document. Values: status."""


class CardCode(StrEnum):
    """Codes of a card reader's DeviceTrouble."""

    NONE = "card.no_reader"
    """The reader is not there, or not at this port. Values: reader."""

    NO_SUCH_READER = "card.no_such_reader"
    """What was named is no reader. Values: reader."""

    NO_LIBRARY = "card.no_library"
    """The maker's library is not installed, or not for this system. Values: reader."""

    BUSY = "card.busy"
    """Another program holds the reader."""

    ACCESS_DENIED = "card.access_denied"
    """The account this program runs under may not use the port."""

    SILENT = "card.silent"
    """The reader did not answer in its time."""

    GARBLED = "card.garbled"
    """What the reader said is nothing that a reader says."""

    LAY_ANEW = "card.lay_anew"
    """The card was there and could not be read."""

    DRIVER_CRASHED = "card.driver_crashed"
    """The library's own process died. Values: signal."""


class CameraCode(StrEnum):
    """Codes of a document camera's DeviceTrouble. What was taken before it is kept."""

    NONE = "camera.none"
    """No camera is attached."""

    NO_SUCH_CAMERA = "camera.no_such_camera"
    """The camera this window uses is not attached, or what was named is none. Values: camera."""

    BUSY = "camera.busy"
    """Another program holds the camera."""

    ACCESS_DENIED = "camera.access_denied"
    """The account this program runs under may not use the camera, or the system's privacy settings forbid it."""

    DISCONNECTED = "camera.disconnected"
    """The camera went away while it was looked through."""

    SILENT = "camera.silent"
    """No picture came for so long that the driver was ended. Values: seconds."""

    GARBLED = "camera.garbled"
    """What the camera sends is no picture, or what its process says is nothing that it says."""

    DRIVER_CRASHED = "camera.driver_crashed"
    """The driver's own process died. Values: signal."""

    NOT_ON_THIS_SYSTEM = "camera.not_on_this_system"
    """The parts that drive cameras are missing on this computer."""

    FAILED = "camera.failed"
    """The driver gave up for a reason it did not explain in a way we know."""


class VoiceCode(StrEnum):
    """Codes of a voice's DeviceTrouble. After each of them the announcement was not said to its end."""

    NONE = "voice.no_loudspeaker"
    """The system has no way to put out sound."""

    NO_SUCH_VOICE = "voice.no_such_voice"
    """What was named is no voice. Values: voice."""

    NO_LANGUAGE = "voice.no_language"
    """The voice does not speak this language. Values: lang."""

    NO_CLIP = "voice.no_clip"
    """A clip is missing, or is no sound that fits. Values: clip."""

    SILENT = "voice.silent"
    """The sound did not come to its end in its time. Values: seconds."""

    NOT_WRITTEN = "voice.not_written"
    """The folder that stands in for a loudspeaker takes nothing (a StoreTrouble)."""

    FAILED = "voice.failed"
    """The system gave the sound up for a reason that it did not explain."""
