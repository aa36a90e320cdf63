"""What each command that writes sources does, once its arguments are read.

They are given how to `say` something; they return an exit code, and write through
`writing.disk` alone.
"""

from generator.core.system import ClubError


class RefusedError(ClubError):
    """What was asked cannot be done, or not understood; the message is in French."""
