"""Results that all readers share, computed once: also when many ask for the same one at the same moment."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Once(Generic[Result]):
    """A function of hashable arguments whose last `most` results are kept, the longest unused one given up first.

    Who asks for a result that another is computing waits for it; an error is told to all who wait and is not kept.
    `computed` counts the calls of the function.
    """

    def __init__(self, function: Callable[..., Result], most: int) -> None:
        self._function, self._most = function, most
        self._kept: OrderedDict[tuple[Hashable, ...], Future[Result]] = OrderedDict()
        self._lock = threading.Lock()
        self.computed = 0

    def __call__(self, *asked: Hashable) -> Result:
        """The result for these arguments. Raises what the function raises."""
        with self._lock:
            known = self._kept.get(asked)
            if known:
                self._kept.move_to_end(asked)
                found = known
            else:
                found = self._kept[asked] = Future()
                self.computed += 1
                if len(self._kept) > self._most:
                    self._kept.popitem(last=False)
        if not known:
            self._compute(found, asked)
        return found.result()

    def _compute(self, found: Future[Result], asked: tuple[Hashable, ...]) -> None:
        try:
            found.set_result(self._function(*asked))
        except BaseException as error:
            with self._lock:
                self._kept.pop(asked, None)
            found.set_exception(error)
            raise
