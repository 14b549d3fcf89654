"""The one error a user is meant to read: a sentence that names the thing, what is wrong, and the remedy."""


class InputError(ValueError):
    """Bad input from outside: a file, a field, an argument. The command line prints it and exits with 2."""
