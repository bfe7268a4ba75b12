"""How a benchmark ends without a result."""


class Failure(Exception):
    """Why there is no result; one sentence for the user."""
