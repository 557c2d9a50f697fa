"""Stands in for the projection of Windows that `winrt` is: the names, the kinds of values and the manners of it that a
driver's process uses, with one scanner behind them. How it behaves stands in variables of the environment:

WIA_SHEETS    sheets that lie in the feeder (1)
WIA_PAPER     "glass": there is no feeder; "sheets": there is no glass
WIA_SIDES     "both": the feeder reads both sides
WIA_KINDS     "gray": no colour
WIA_FAIL_AT   the page that fails, with the status WIA_FAIL (80210002, a jam)
WIA_OPEN      status with which it cannot be had
WIA_HALF_AT   the page of which only half is written, though all went well
WIA_MS        how long a page takes (0)
WIA_STUBBORN  "yes": it does not hear that it is to stop
WIA_END       "cancelled": somebody pressed cancel on it
WIA_LOG       file for what matters to a device: the settings of a scan, "cancel"
"""
