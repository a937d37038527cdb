"""What all tests of the suite stand on."""

import signal

# Whoever starts the tests may have switched these off (nohup, a shell's background job), and what tests start would
# inherit that; some of it is sent them.
for number, handler in ((signal.SIGHUP, signal.SIG_DFL), (signal.SIGINT, signal.default_int_handler)):
    if signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, handler)
