"""The viewer: pictures of detector images, drawn on the server, with resolution rings and found spots in true geometry.

It keeps no rows. It asks ``runs`` which files a run has and who may read them, reads a frame where it lies, and draws
it. Its words: *picture* (what the browser gets of a frame), *window* (the part of the frame that it shows), *overlay*
(rings and spots, as lines in the frame's pixels).
"""
