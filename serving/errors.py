"""What stops several processes from serving, as a sentence."""

from words import say


class ServingError(Exception):
    """A sentence of words/serving.toml."""

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(say(key, None, **facts))
