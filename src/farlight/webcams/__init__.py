"""Webcams: looking at the beamline from far away, for as long as one's session lasts.

It keeps who looks through which camera, and the beamline's switch; pictures it never keeps. Its words: *camera* (as the
facility file defines it), *feed* (the one connection to a camera, however many look), *view* (somebody looking),
*switch* (with which staff put out all cameras of a beamline at once). Cameras of the experiment, whose pictures are
data, belong to ``acquisition``.
"""
