"""Addresses of trainings."""

from django.urls import path

from farlight.safety.web.views import batch, keeping, own

app_name = "safety"

urlpatterns = [
    path("account/trainings/", own.own_trainings, name="own_trainings"),
    path("safety/trainings/", keeping.training_list, name="training_list"),
    path("safety/trainings/many/", batch.training_batch, name="training_batch"),
    path("safety/trainings/of/<str:username>/", keeping.person_trainings, name="person_trainings"),
    path("safety/trainings/of/<str:username>/withdraw/", keeping.training_withdraw, name="training_withdraw"),
]
