"""Bytes of images by HTTP, beside Django: ``/img/…``, see `farlight.viewer.domain.addresses`."""

from farlight.viewer.web.img.application import image_bytes

__all__ = ["image_bytes"]
