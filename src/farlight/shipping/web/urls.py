"""Addresses of the pages of parcels."""

from django.urls import path

from farlight.shipping.web.views import moves, packing, papers, parcels, photographs, reviews, shipments, tracking

app_name = "shipping"
urlpatterns = [
    path("parcels/", shipments.shipment_list, name="shipment_list"),
    path("parcels/new/", shipments.shipment_new, name="shipment_new"),
    path("parcels/reviews/", reviews.review_list, name="review_list"),
    path("parcels/<str:code>/", parcels.parcel_detail, name="parcel_detail"),
    path("parcels/<str:code>/news/", parcels.parcel_news, name="parcel_news"),
    path("parcels/<str:code>/contents/", packing.parcel_contents, name="parcel_contents"),
    path("parcels/<str:code>/measures/", packing.parcel_measures, name="parcel_measures"),
    path("parcels/<str:code>/moves/photograph/", photographs.parcel_photographs, name="parcel_photographs"),
    path("parcels/<str:code>/photographs/<str:photograph>/", photographs.parcel_photograph, name="parcel_photograph"),
    path("parcels/<str:code>/moves/<str:verb>/", moves.parcel_move, name="parcel_move"),
    path("parcels/<str:code>/undo/<int:number>/", moves.parcel_undo, name="parcel_undo"),
    path("shipments/<str:code>/", shipments.shipment_detail, name="shipment_detail"),
    path("shipments/<str:code>/change/", shipments.shipment_change, name="shipment_change"),
    path("t/<str:code>", tracking.parcel_track, name="parcel_track"),
    path("t/<str:code>/label/", tracking.label_standing, name="label_standing"),
    path("t/<str:code>/", tracking.parcel_track),
    path("parcels/<str:code>/papers/", papers.paper_list, name="paper_list"),
    path("parcels/<str:code>/papers/print/", papers.label_print, name="label_print"),
    path("parcels/<str:code>/papers/all.pdf", papers.paper_all, name="paper_all"),
    path("parcels/<str:code>/papers/<str:name>.pdf", papers.paper_file, name="paper_file"),
]
