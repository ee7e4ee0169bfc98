"""The eight made-up authors, and what each writes about. Their sentences are in `rules/<name>.txt`."""

from typing import NamedTuple


class Topic(NamedTuple):
    """One author.

    Attributes:
        name: the file of its rules.
        author: the account's name.
        slogans: its slogans; those with `#` are hashtags, the others are written in capitals.
        tags: other hashtags, without `#`.
        emoji: emoji that fit.
    """

    name: str
    author: str
    slogans: str
    tags: str
    emoji: str


TOPICS = (
    Topic(
        "club",
        "touchline_notes",
        "#BringItHome, #UpTheHill, BRING IT HOME",
        "Matchday Derby AwayDays CupRun COYR transferwindow Terraces fulltime U21 GameOn",
        "⚽ 🏆 💪🏽 👏 🔥 🥅",
    ),
    Topic(
        "council",
        "ward_nine",
        "#BetterBuses, BETTER BUSES NOW, ONE TOWN ONE VOICE",
        "Election TownHall WardNine vote Potholes buses Debate OpenCouncil getout Polls",
        "🗳️ 🚌 👍🏻 📢 🙌 ✅",
    ),
    Topic(
        "bakery",
        "slow_loaf",
        "#BreadFirst, #SlowLoaf, BREAD COMES FIRST",
        "Sourdough baking FreshBread Crumbs RyeDay cakeoclock café PieWeek oven Flour",
        "🥐 🍞 🧁 😋 🥧 👩🏾‍🍳 ❤️",
    ),
    Topic(
        "weather",
        "rain_gauge",
        "#WrapUpWarm, WRAP UP WARM",
        "Snow StormWatch CloudSpotting Forecast rain Heatwave Frost2019 Sleet windy Fog",
        "☔ ❄️ 🌧️ 🌈 ☀️ 🥶 🌬️",
    ),
    Topic(
        "probes",
        "far_signal",
        "#EyesOnTheRings, EYES ON THE RINGS",
        "Space Probes astro FlyBy DeepSpace Orbit Launch2020 rings Telemetry SkyWatch",
        "🚀 🛰️ 🪐 🌌 👩‍🚀 📡 🤞",
    ),
    Topic(
        "concerts",
        "front_row_left",
        "#TurnItUp, TURN IT UP",
        "NowPlaying livemusic OnTour Encore Vinyl gigs SoldOut NewMusic bandlife Busking",
        "🎶 🎸 🥁 🔊 🙌🏿 🎤 😭",
    ),
    Topic(
        "garden",
        "muddy_boots",
        "#GrowYourOwn, GROW YOUR OWN, SAVE THE BEES",
        "GrowVeg Allotment roses Compost gardening SlugWar Tulips SeedSwap beeson MudLife",
        "🌱 🌹 🐝 🐌 🍅 👨‍🌾 🌻",
    ),
    Topic(
        "books",
        "one_more_chapter",
        "#OneMoreChapter, ONE MORE CHAPTER",
        "AmReading BookClub poetry Libraries TBR Novel Bookshop SundayReads writers Shelfie",
        "📚 🤓 ☕ 📖 🔍 😴",
    ),
)
SLOGANS = tuple(slogan for topic in TOPICS for slogan in topic.slogans.split(", "))
