"""Why a briefing can't be made: an error that is a sentence for its reader."""

from words import say


class RefusalError(ValueError):
    """`key`: of the words that say why; `facts`: what they name."""

    def __init__(self, key: str, **facts: object) -> None:
        self.key, self.facts = key, facts
        super().__init__(self.sentence(None))

    def sentence(self, lang: str | None) -> str:
        return say(self.key, lang, **self.facts)
