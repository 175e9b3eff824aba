"""By which part of the name persons are called."""

import pytest

from polybius.find._name_order import called_by, turned


@pytest.mark.parametrize(
    ("name", "code", "called"),
    [
        ("Kim Jong-un", "PRK", ("Kim",)),
        ("Hu Jintao", "CHN", ("Hu",)),
        ("Vincent Siew", "TWN", ("Siew",)),
        ("Ban Ki-moon", "UNO", ("Ban",)),
        ("Geun-hye Park", None, ("Park",)),
        ("Nguyen Phu Trong", "VNM", ("Trong", "Nguyen")),
        ("Shinzo Abe", "JPN", ("Abe",)),
        ("Rosa Quispe", "PER", ("Quispe",)),
        ("Ana Lopez-Diaz", "ESP", ("Lopez-Diaz",)),
        ("Bashar al-Assad", "SYR", ("al-Assad",)),
        ("Saddam", "IRQ", ("Saddam",)),
        ("", None, ()),
    ],
)
def test_the_country_and_the_form_of_the_name_tell_the_part(name, code, called):
    assert called_by(name, code) == called


def test_japanese_and_hungarian_names_may_be_turned():
    assert turned("Shinzo Abe", "JPN") == "Abe Shinzo"
    assert turned("Rosa Quispe", "PER") is None
