"""Old code pages: sentences of 23 languages, in tables of few posts and many, give their letters back."""

import io
import random

import pytest

from pipeline.core.errors import UserError
from pipeline.corpus.readers.sources.encoding import detect, plausibility
from pipeline.corpus.readers.sources.mended import Mended
from pipeline.corpus.readers.sources.survey import survey

SENTENCES = {
    "en": ["It’s raining — again", "“Soup” for lunch", "The cat’s asleep…", "Tram 7’s late", "Tea’s ready"],
    "fr": [
        "Ça va très bien, “déjà vu”",
        "Où êtes-vous… à l’hôtel",
        "10 € pour le café – naïve",
        "Noël à la forêt, garçon",
    ],
    "de": ["Schöne Grüße aus München", "Straße gesperrt – „Ärger“ überall", "Öfen und Äpfel für alle"],
    "es": ["¿Qué pasó mañana?", "El niño comió piñas en España", "¡Feliz año! Adiós, corazón"],
    "pt": ["São Paulo não é só isso", "Coração e paixão, ações", "Você está lá?"],
    "pl": ["Zażółć gęślą jaźń", "Dzień dobry, już świeci słońce", "Łódź jest piękna, źle się czuję"],
    "cs": ["Příliš žluťoučký kůň úpěl ďábelské ódy", "Dobrý den, jak se máš", "Včera večer pršelo"],
    "hu": ["Árvíztűrő tükörfúrógép", "Jó reggelt, hogy vagy? Köszönöm", "Őszi eső esik az utcán"],
    "ro": ["Bună dimineaţa, ce faci", "Ştiu că îţi place", "Oraşul este frumos în toamnă"],
    "tr": ["Bugün yine yağmur yağıyor", "Çay demlendi", "Şehirde gün doğuyor", "İyi geceler"],
    "ru": ["Сегодня снова идёт дождь", "Чай готов, заходите", "Кошка спит на диване", "Доброе утро, Москва!"],
    "uk": ["Сьогодні знову йде дощ", "Її ім’я невідоме, є ґанок", "Добрий ранок, Україно"],
    "bg": ["Днес отново вали дъжд", "Добро утро на всички", "Котката спи"],
    "el": ["Σήμερα βρέχει πάλι", "Καλημέρα σε όλους", "Η γάτα κοιμάται στον καναπέ"],
    "he": ["גשם שוב היום", "החתול ישן", "ספר חדש", "הרכבת מאחרת"],
    "ar": ["صباح الخير يا أصدقاء", "القطة نائمة على الأريكة", "المطر يهطل اليوم"],
    "lt": ["Šiandien vėl lyja", "Labas rytas, kaip sekasi", "Katė miega ant sofos, žąsis"],
    "vi": ["Hôm nay trời lại mưa", "Chào buổi sáng"],
    "th": ["วันนี้ฝนตกอีกแล้ว", "สวัสดีตอนเช้า"],
    "ja": [
        "今日もまた雨です",
        "おはようございます、元気ですか",
        "猫がソファで寝ている。",
        "電車が遅れています",
    ],
    "zh": ["今天又下雨了", "早上好，大家", "猫在沙发上睡觉", "火车晚点了，真糟糕"],
    "tw": ["今天又下雨了", "早安，大家好", "貓在沙發上睡覺", "火車誤點了"],
    "ko": ["오늘도 비가 온다", "좋은 아침입니다 여러분", "고양이가 소파에서 잔다"],
}

PAGES = {
    "en": "cp1252 mac_roman",
    "fr": "cp1252 mac_roman",
    "de": "cp1252 mac_roman",
    "es": "cp1252 mac_roman",
    "pt": "cp1252 mac_roman",
    "pl": "cp1250 iso8859-2 mac_latin2",
    "cs": "cp1250 iso8859-2",
    "hu": "cp1250 iso8859-2",
    "ro": "cp1250 iso8859-2",
    "tr": "cp1254 iso8859-9 mac_turkish",
    "ru": "cp1251 koi8-r mac_cyrillic cp866 iso8859-5",
    "uk": "cp1251 koi8-u",
    "bg": "cp1251",
    "el": "cp1253 iso8859-7",
    "he": "cp1255",
    "ar": "cp1256",
    "lt": "cp1257",
    "vi": "cp1258",
    "th": "cp874",
    "ja": "cp932 euc_jp",
    "zh": "gb18030 gbk",
    "tw": "big5",
    "ko": "cp949 euc_kr",
}


CASES = [(language, page) for language, pages in PAGES.items() for page in pages.split()]


@pytest.mark.parametrize(("language", "page"), CASES)
def test_the_letters_come_back(language: str, page: str) -> None:
    """Decoded with the page that was found, the bytes are the text that was written: few posts and many."""
    for rounds, english in ((1, 3), (20, 1)):
        posts = [*SENTENCES[language] * rounds, *["the kettle is on"] * english * rounds]
        data = ("id,text\n" + "".join(f'{n},"{post}"\n' for n, post in enumerate(posts))).encode(
            page, "ignore"
        )
        assert data.decode(detect(survey(io.BytesIO(data)), "f").name) == data.decode(page)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_wide_unicode(encoding: str) -> None:
    """UTF-16 and UTF-32 with a mark and without, also where few characters are ASCII."""
    text = "id,text\n" + "".join(f"{n},Сегодня снова идёт дождь 今日\n" for n in range(20))
    data = text.encode(encoding)
    assert data.decode(detect(survey(io.BytesIO(data)), "f").name) == text


def test_utf8_with_lines_of_windows_1252() -> None:
    """Each line is decoded as it is, wherever blocks end; an unknown byte becomes U+FFFD."""
    lines = ["It’s café\n".encode(), b"It\x92s caf\xe9\n", b"bad \xff byte\n"] * 9000
    data = b"".join(lines)
    found = detect(survey(io.BytesIO(data)), "f")
    assert (found.name, found.stray) == ("utf-8", "cp1252")
    text = io.BufferedReader(Mended(io.BytesIO(data), "cp1252")).read().decode()
    assert text == ("It’s café\nIt’s café\nbad \ufffd byte\n") * 9000


def test_bytes_that_are_no_text_are_refused() -> None:
    """Noise is not decoded into some letters or other."""
    with pytest.raises(UserError, match=r"not text|not recognised"):
        detect(survey(io.BytesIO(random.Random(0).randbytes(4000).replace(b"\x00", b"a"))), "f")


def test_plausibility_by_hand() -> None:
    """A capital within a small word is implausible, an apostrophe there is not."""
    assert plausibility(b"It\xd5s", "mac_roman") == 1.0
    assert plausibility(b"It\xd5s", "cp1252") < 0.3
