"""English is told from other languages, also in short texts."""

import pytest

from polybius.read.language import language_names, language_of

FOREIGN = [
    ("de", "Der Außenminister reiste am Montag nach Kiew, um über neue Hilfen zu sprechen."),
    ("fr", "Le ministre a condamné l'attaque de samedi contre la capitale."),
    ("es", "El presidente viajó el lunes a Caracas para firmar un acuerdo."),
    ("it", "Il governo ha respinto la richiesta dell'opposizione."),
    ("pt", "O governo anunciou novas sanções contra o país vizinho."),
    ("nl", "De minister veroordeelde de aanval van zaterdag."),
    ("tr", "Dışişleri Bakanı pazartesi günü Ankara'da konuştu."),
    ("pl", "Rząd ogłosił nowe sankcje wobec sąsiedniego kraju."),
    ("ru", "Министр осудил нападение в субботу."),
    ("uk", "Міністр засудив напад у суботу."),
    ("ar", "أدان الوزير الهجوم يوم السبت."),
    ("fa", "وزیر خارجه حمله روز شنبه را محکوم کرد."),
    ("zh", "外交部长周一访问了基辅。"),
    ("hi", "मंत्री ने शनिवार के हमले की निंदा की।"),
    ("el", "Ο υπουργός καταδίκασε την επίθεση."),
    ("sv", "Utrikesministern fördömde attacken på lördagen."),
]
ENGLISH = [
    "Troops shelled the town.",
    "Three dead in Kabul blast",
    "Çavuşoğlu thanks Baku for support",
    "REBELS SEIZE BORDER CROSSING",
    "President Nicolás Maduro expelled Colombian diplomats",
    "Azerbaijan, Armenia trade fire near Tovuz",
]


@pytest.mark.parametrize(("code", "text"), FOREIGN)
def test_other_languages_are_named(code, text):
    assert language_of(text) == code
    assert code in language_names()


@pytest.mark.parametrize("text", ENGLISH)
def test_headlines_with_foreign_names_are_english(text):
    assert language_of(text) == "en"


@pytest.mark.parametrize("text", ["", "12 345 !", "x"])
def test_too_little_to_tell(text):
    assert language_of(text) is None
