"""The one exception that is a message to the user rather than a fault in the program."""


class UserError(Exception):
    """Bad input: one line that says what is wrong, where, and what to do.

    The command line prints it and exits with code 2; nothing already made is touched.
    """
