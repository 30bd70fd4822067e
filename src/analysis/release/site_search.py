"""The search of the site: words are indexed, and looked for, without accents and barred letters: `bialowieza` for Białowieża."""

from functools import lru_cache

from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish

from analysis.record.words import strip_marks

SPLIT = """
const barredLetters = { "ł": "l", "ø": "o", "đ": "d", "ħ": "h" };
var splitQuery = (query) =>
  query.normalize("NFKD").replace(/\\p{M}/gu, "").toLowerCase().replace(/[łøđħ]/g, (letter) => barredLetters[letter])
    .split(/[^\\p{Letter}\\p{Number}_]+/gu).filter((word) => word);
"""  # does in the browser what split() does when the index is made


class FoldedEnglish(SearchEnglish):
    """English stems of words without accents."""

    js_splitter_code = SPLIT

    def __init__(self, options: dict[str, str]):
        """Keep stems: the same words stand on many pages."""
        super().__init__(options)
        self.stem = lru_cache(maxsize=None)(super().stem)

    def split(self, input: str) -> list[str]:
        """The words of a text, folded."""
        return super().split(input if input.isascii() else strip_marks(input))


def setup(app: Sphinx) -> dict:
    """What Sphinx calls of an extension."""
    app.add_search_language(FoldedEnglish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
