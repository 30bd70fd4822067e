"""How long the sentences were, and what of them was served."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from analysis.measures import deals, sentences, survival
from analysis.pictures.marks import COLOUR, FAINT, FEW, INK, SIDE, clear_frame, hide_page, place_body
from analysis.pictures.publish import Basis, Count, Picture, begin, fit_height, require, show
from analysis.record.tables import Tables
from analysis.record.words import SIDE_WORDS, capitalise, count_people, format_years, spell

SERVED = [
    "custodian",
    "exchange_id",
    "arrested",
    "released",
    "sentence_kind",
    "sentence_months",
    "sentence_months_final",
]


def plot_sentences(data: pd.DataFrame, labels: dict[str, str], *, ax: Axes | None = None) -> Axes:
    """A dot a person on an axis of years, a row a charge type, the Russian side above the US side; life in a lane of its own.

    Medians are ticks across the lanes that hold three terms or more. `data` as measures.sentences.select_sentences gives it;
    `labels` are the words for the codes.
    """
    import seaborn as sns

    ax = ax or plt.gca()
    place_body(ax, left=0.19, bottom=0.07, top=0.035)
    longest = float(data["years"].max())
    lanes = {
        kind: longest + 4 + 3.5 * step
        for step, kind in enumerate(["life", "death"])
        if (data["sentence_kind"] == kind).any()
    }
    at = data["years"].fillna(data["sentence_kind"].map(lanes).astype("Float64")).astype(float)
    order = [code for code in data["charge_type"].cat.categories if (data["charge_type"] == code).any()]
    dots = data.assign(at=at, row=data["charge_type"].astype(str))
    ax.set_xlim(-0.8, max([longest, *lanes.values()]) + 1.5)
    ax.set_ylim(len(order) - 0.5, -0.5)
    with hide_page(ax):
        sns.swarmplot(
            dots, x="at", y="row", hue="side", order=order, hue_order=list(COLOUR), palette=COLOUR, dodge=True, size=4.2,
            legend=False, ax=ax, warn_thresh=1,
        )  # fmt: skip
    for row, code in enumerate(order):
        for side, shift in (("russian_side", -0.2), ("us_side", 0.2)):
            terms = data.loc[(data["charge_type"] == code) & (data["side"] == side), "years"].dropna()
            if len(terms) >= 3:
                middle = float(terms.median())
                ax.plot(
                    [middle, middle], [row + shift - 0.22, row + shift + 0.22], color=INK[side], linewidth=1.6, zorder=5
                )
        if row:
            ax.axhline(row - 0.5, color=FAINT, linewidth=0.7, zorder=0)
    clear_frame(ax)
    ax.grid(True, axis="x")
    ticks = list(range(0, int(longest) + 1, 5))
    ax.set_xticks([*ticks, *lanes.values()], [*map(str, ticks), *lanes])
    ax.set_yticks(range(len(order)), [labels[code] for code in order])
    ax.set(xlabel="sentence in the first instance, years", ylabel="")
    for x, side, place in ((0, "russian_side", "above"), (0.52, "us_side", "below")):
        ax.text(x, 1.012, f"{SIDE[side]} ({place})", transform=ax.transAxes, color=INK[side], weight="bold", size=8)
    return ax


def plot_served(data: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A track a person as long as the sentence, its served part filled, most left to serve first; a panel a side.

    `data` as measures.sentences.select_served gives it. A life sentence has an open end.
    """
    ax = ax or plt.gca()
    ax.set_axis_off()
    longest = float(data["sentence_years"].max())
    tallest = max(data["side"].value_counts())
    for side, left in (("russian_side", 0.19), ("us_side", 0.71)):
        panel = ax.inset_axes((left, 0.045, 0.29, 0.915))
        people = data[data["side"] == side].reset_index(drop=True)
        for row, person in enumerate(people.itertuples()):
            open_ended = pd.isna(person.sentence_years)
            whole = longest + 2 if open_ended else float(person.sentence_years)
            served = float((person.served_years_min + person.served_years_max) / 2)
            panel.plot([0, whole], [row, row], color=COLOUR[side], linewidth=0.9, alpha=0.55, solid_capstyle="butt")
            panel.plot(whole, row, ">" if open_ended else "|", color=COLOUR[side], markersize=4 if open_ended else 5)
            panel.barh(row, min(served, whole), height=0.62, color=COLOUR[side])
        panel.set_yticks(range(len(people)), people["name"], fontsize=7)
        panel.set(ylim=(tallest - 0.3, -0.9), xlim=(0, longest + 3.2))
        panel.set_xticks(range(0, int(longest) + 1, 10))
        panel.grid(True, axis="x")
        clear_frame(panel)
        panel.set_title(SIDE[side], loc="left", color=INK[side], fontsize=8, fontweight="bold", pad=4)
        panel.set_xlabel("years", loc="left")
    return ax


def plot_shares_served(data: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A dot a person at the share of the sentence served at release, a row a side, the median as a tick.

    `data` as measures.sentences.select_served gives it.
    """
    import seaborn as sns

    ax = ax or plt.gca()
    terms = data.dropna(subset="left_years")
    share = (100 * (1 - terms["left_years"] / terms["sentence_years"])).astype(float)
    dots = terms.assign(share=share, row=terms["side"].astype(str))
    ax.set(xlim=(-3, 103), ylim=(1.5, -0.5))
    with hide_page(ax):
        sns.swarmplot(
            dots, x="share", y="row", hue="side", order=list(COLOUR), hue_order=list(COLOUR), palette=COLOUR, size=5,
            legend=False, ax=ax, warn_thresh=1,
        )  # fmt: skip
    for row, side in enumerate(COLOUR):
        shares = dots.loc[dots["side"] == side, "share"]
        ax.text(1, row - 0.38, SIDE[side], color=INK[side], weight="bold", size=8, va="center")
        if len(shares) < FEW:
            continue
        median = shares.median()
        ax.plot([median, median], [row - 0.3, row + 0.3], color=INK[side], linewidth=1.8, zorder=5)
        ax.text(median + 0.8, row + 0.36, f"median {median:.0f}%", color=INK[side], size=7.5, va="center")
    box = ax.get_position()
    ax.set_position((box.x0 + 0.01, box.y0 + 0.16 * box.height, box.width - 0.02, 0.84 * box.height))
    clear_frame(ax)
    ax.grid(True, axis="x")
    ax.set(yticks=[], ylabel="", xlabel="share of the sentence served when freed, %")
    return ax


def describe_sentences(summary: pd.DataFrame, terms: pd.DataFrame, beginning: str = "") -> str:
    """The median term on each side, and how many got life. Below five terms the shortest and the longest stand for it."""
    terms, parts = terms.dropna(subset="years"), []
    for side, words in SIDE_WORDS.items():
        years = terms.loc[terms["side"] == side, "years"]
        if len(years) >= FEW:
            parts.append(f"{format_years(years.median())} on {words} ({spell(len(years), 'term')})")
        elif len(years):
            parts.append(f"{format_range(years)} on {words} ({spell(len(years), 'term')}, too few for a median)")
    sentence = f"median prison term: {', '.join(parts)}"
    if life := int(summary["life"].sum()):
        sentence += f"; {count_people(life)} got life"
    return capitalise(f"{beginning}{sentence}.")


def format_range(years: pd.Series) -> str:
    """The least and the most of some years: `2 to 9 years`, or `9 years`."""
    least, most = format_years(years.min()), format_years(years.max())
    return least if least == most else f"{least.split()[0]} to {most}"


def describe_served(served: pd.DataFrame, beginning: str = "") -> str:
    """What was left to serve on each side when people were freed in a deal."""
    terms, parts = served.dropna(subset="left_years"), []
    for side, words in SIDE_WORDS.items():
        left = terms.loc[terms["side"] == side, "left_years"]
        if len(left):
            years = f"{left.sum():,.0f} years" if left.sum() >= 10 else format_years(left.sum())
            parts.append(f"{years} among {count_people(len(left))} freed by {words}")
    return capitalise(f"{beginning}left to serve: {', '.join(parts)}.")


def describe_shares_served(served: pd.DataFrame, beginning: str = "") -> str:
    """The median share of the sentence served at release on each side; below five people the least and the greatest."""
    parts, few = [], False
    for row in survival.summarise_share_served(served).itertuples():
        shares = [f"{100 * share:.0f}%" for share in (row.least_share, row.most_share)]
        share = f"{100 * row.median_share:.0f}%" if row.people >= FEW else " to ".join(dict.fromkeys(shares))
        few |= row.people < FEW
        parts.append(f"{share} on {SIDE_WORDS[row.side]} ({count_people(row.people)})")
    note = f", a range below {spell(FEW)} people" if few else ""
    return capitalise(f"{beginning}median share of the sentence served{note}: {', '.join(parts)}.")


def sentences_by_charge(record: Tables) -> Picture:
    """Every sentence as a dot on an axis of years, a row a charge type."""
    labels = record.label("detainees", "charge_type")
    sentenced = sentences.select_sentences(record.detainees)
    require(
        sentenced.dropna(subset=["years", "charge_type"]), "Nobody with a fixed term of prison is in this selection."
    )
    summary = sentences.summarise_sentences(sentenced)
    untried = "" if record.scope else ", most of them untried when released"
    return show(
        record,
        lambda data, ax: plot_sentences(data, labels, ax=ax),
        sentenced,
        describe_sentences(summary, sentenced, begin(record, len(record.detainees))),
        "One dot is one sentence of the first court. Upright ticks are medians of three terms or more.",
        "Dots on an axis of years, a row a charge type, the two sides one above the other",
        Count(
            len(sentenced),
            len(record.detainees),
            "detentions",
            left_out=f"those without a term, a life or a death sentence{untried}",
        ),
        Basis(
            "02-sentences",
            {"detainees": sentenced["detainee_id"]},
            {"detainees": ["custodian", "charge_type", "sentence_kind", "sentence_months"]},
        ),
        fit_height(sentenced["charge_type"].nunique(), 15, 6.4, 2.0),
    )


def sentence_and_time_served(record: Tables) -> Picture:
    """Sentence and time served of those freed in a deal, a track a person."""
    served = sentences.select_served(record.detainees, record.whole.exchanges, record.data_through)
    require(served.dropna(subset="left_years"), "Nobody freed in a deal while serving a term is in this selection.")
    return show(
        record,
        plot_served,
        served,
        describe_served(served, begin(record, len(served))),
        "One track is one sentence; the filled part was served when the deal came. Arrows: life or death.",
        "Tracks of sentence and time served, a row a person, a panel a side",
        Count(
            len(served),
            int(
                record.detainees["exchange_id"].isin(deals.select_headline(record.whole.exchanges)["exchange_id"]).sum()
            ),
            "people named as freed in deals",
            left_out="those without a term, a life or a death sentence, or with no dated arrest"
            if record.scope
            else "those freed untried, or with no dated arrest",
        ),
        Basis("02-sentences", {"detainees": served["detainee_id"]}, {"detainees": SERVED}, "freed"),
        fit_height(served["side"].value_counts().max(), 33, 6.6, 1.8),
    )


def share_served(record: Tables) -> Picture:
    """The share of the sentence served at release, a dot a person, a row a side."""
    served = sentences.select_served(record.detainees, record.whole.exchanges, record.data_through)
    terms = served.dropna(subset="left_years")
    require(terms, "Nobody freed in a deal while serving a term is in this selection.")
    return show(
        record,
        plot_shares_served,
        terms,
        describe_shares_served(served, begin(record, len(terms))),
        "One dot is one person; the tick is the median.",
        "Dots on an axis of the share of the sentence served, a row a side",
        Count(
            len(terms),
            len(served),
            "people freed while serving a sentence",
            left_out="life and death sentences, which have no share",
        ),
        Basis("06-time-in-custody", {"detainees": terms["detainee_id"]}, {"detainees": SERVED}, "freed"),
        2.5,
    )
