import datetime as dt

import pandas as pd
import pytest

from analysis.record import dates


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("1978", dt.date(1978, 1, 1), dt.date(1978, 12, 31)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("1978-05-20", dt.date(1978, 5, 20), dt.date(1978, 5, 20)),
    ],
)
def test_a_partial_date_spans_every_day_it_can_mean(text, earliest, latest):
    assert dates.parse_day_range(text) == (earliest, latest)


@pytest.mark.parametrize(
    "text", ["4/10/2025", "45757", "2023-02-29", "2023-13", "2023-00", "2023-01-01\n", "", " 2023", "٢٠٢٣"]
)
def test_what_is_no_date_is_refused(text):
    assert not dates.is_day(text)


def test_a_day_is_the_house_date_or_a_date_and_nothing_else():
    for day in ("1978-05-20", dt.date(1978, 5, 20), pd.Timestamp("1978-05-20")):
        assert dates.read_day(day) == pd.Timestamp(1978, 5, 20)
    for day in ("1978-05", "1.8.2024", "today", "", 1978, None, pd.NaT, dt.datetime(1978, 5, 20, 1)):
        with pytest.raises(ValueError, match="YYYY-MM-DD"):
            dates.read_day(day)


def test_dates_load_as_two_days_and_empty_stays_empty():
    days = dates.parse_dates(pd.Series(["1978-05", None, "1978-05-20"], index=[7, 8, 9]))
    assert list(days.index) == [7, 8, 9]
    assert days.loc[7].tolist() == [pd.Timestamp("1978-05-01"), pd.Timestamp("1978-05-31")]
    assert days.loc[8].isna().all()


def test_days_between_partial_dates_are_a_range_worked_by_hand():
    start = dates.parse_dates(pd.Series(["2023-03-29", "2023-03", None]))
    end = dates.parse_dates(pd.Series(["2024-08-01", "2023-04-02", "2024"]))
    days = dates.parse_days_between(start, end)
    assert days["days_min"].tolist()[:2] == [491, 2]
    assert days["days_max"].tolist()[:2] == [491, 32]
    assert days.loc[2].isna().all()
