"""The exceptions that are messages to the user rather than faults in the program."""


class UserError(Exception):
    """Bad input: one line that says what is wrong, where, and what to do.

    The command line prints it and exits with code 2; nothing already made is touched.
    """


class NothingToFind(UserError):
    """The corpus holds nothing that a stage works on; a run of several stages goes on without it."""
