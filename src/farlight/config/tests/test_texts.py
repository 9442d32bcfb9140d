import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/sessions/%00/", "/samples/?q=%00", "/api/v1/samples?q=a%00b"])
def test_an_address_with_a_nul_is_refused(client, address):
    answer = client.get(address)
    assert (answer.status_code, b"NUL" in answer.content) == (400, True)


def test_a_text_with_a_nul_is_refused(client):
    assert client.post("/api/v1/scans", '{"a": "\\u0000"}', content_type="application/json").status_code == 400
    assert client.post("/accounts/login/", {"login": "a\0", "password": "x"}).status_code == 200  # a form of parts
