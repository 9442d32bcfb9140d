from farlight.kernel.countries import country_name, country_names, country_number


def test_countries_have_names_and_numbers():
    assert {code: country_name(code) for code in ("FR", "GB", "KR", "XX")} == {
        "FR": "France",
        "GB": "United Kingdom",
        "KR": "South Korea",
        "XX": "XX",
    }
    assert (country_number("FR"), country_number("XX")) == ("250", "")
    assert len(country_names()) > 240
