"""Addresses of desktops' pages."""

app_name = "desktops"
urlpatterns: list[object] = []
