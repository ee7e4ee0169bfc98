"""The top-level domains that make a dotted word a URL."""

from functools import cache
from importlib.resources import files

# Top-level domains that have been taken back, or set aside for a territory and never opened (IANA's root
# zone database: "retired", "not assigned"). A tweet of their time holds them still.
RETIRED = """
abarth active adac afamilycompany aigo alfaromeo an avianca bananarepublic bentley bl blanco bnl boots bq
budapest bugatti cancerresearch cartier caseih cbs ceb chloe chrysler cityeats comcast cookingchannel csc
dabur dodge doha doosan duck dunlop duns eh epost esurance etisalat everbank fiat flsmidth foodnetwork
frontdoor fujixerox glade goo goodhands guardian hgtv honeywell hoteles htc iinet intel iselect iveco iwc
jcp jlc juniper kerrylogistics kinder ladbrokes lancaster lancia lancome liaison linde lipsy lixil loft
lupin macys maserati mcd mcdonalds meo metlife mf mobily montblanc mopar movistar mtpc mutual mutuelle nadex
nationwide natura newholland northwesternmutual off oldnavy onyourside orientexpress pamperedchef panerai
passagens piaget pramerica qvc raid redstone rightathome rmit rocher sapo sca scjohnson scor ses shaw
showtime shriram spiegel spreadbetting srt starhub statoil swiftcover symantec telecity telefonica tiffany
tp travelchannel uconnect um vista vistaprint volkswagen vuelos warman wolterskluwer xfinity xperia zippo
اتصالات موبايلي 大众汽车 工行 手表 珠宝 诺基亚
"""


@cache
def current_domains() -> frozenset[str]:
    """Today's top-level domains, lower-case: in Unicode and, where that is not ASCII, in the xn-- form too.

    From the Public Suffix List of the installed `publicsuffixlist`; nothing is fetched.
    """
    source = files("publicsuffixlist").joinpath("public_suffix_list.dat").read_text(encoding="utf-8")
    icann = source.partition("===BEGIN ICANN DOMAINS===")[2].partition("===END ICANN DOMAINS===")[0]
    rules = (line.strip() for line in icann.splitlines())
    return _with_ascii({rule.rpartition(".")[2] for rule in rules if rule and not rule.startswith("//")})


@cache
def all_domains() -> frozenset[str]:
    """Today's top-level domains and the retired ones, in the same forms."""
    return current_domains() | _with_ascii(set(RETIRED.split()))


def _with_ascii(names: set[str]) -> frozenset[str]:
    ascii_forms = {"xn--" + name.encode("punycode").decode("ascii") for name in names if not name.isascii()}
    return frozenset(names | ascii_forms)
