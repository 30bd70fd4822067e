"""The explorer: filters, views, a table and the documents behind each person, without a line of Python to write.

Promise: it draws through the same measures, findings, charts and publish.show as the notebooks; nothing is computed twice in another way.
"""

from analysis.explore.filters import FILTERS, filter_record
from analysis.explore.panel import explore
from analysis.explore.views import VIEWS, EmptyView, draw_view, write_code

__all__ = ["FILTERS", "VIEWS", "EmptyView", "draw_view", "explore", "filter_record", "write_code"]
