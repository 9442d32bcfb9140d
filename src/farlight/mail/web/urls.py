"""Addresses of the pages of mails."""

from django.urls import path

from farlight.mail.web.views import outbox, preferences

app_name = "mail"
urlpatterns = [
    path("account/mails/", preferences.mail_preferences, name="mail_preferences"),
    path("mails/", outbox.mail_list, name="mail_list"),
    path("mails/settings/<str:token>/", preferences.mail_settings, name="mail_settings"),
    path("mails/<str:code>/", outbox.mail_detail, name="mail_detail"),
    path("mails/<str:code>/html/", outbox.mail_html, name="mail_html"),
    path("mails/<str:code>/send-again/", outbox.mail_send_again, name="mail_send_again"),
]
