"""What the viewer makes of images: pictures, packed counts, marks."""
