"""Desktops: the control room's screens in a browser, for as long as one's session lasts.

It keeps desktops, who has them open, and who has control. Its words: *desktop* (a screen of a session, as the facility
file offers it), *viewer* (somebody who has it open), *control* (keyboard and pointer: one person's at a time, given,
asked for, or taken by staff with a reason, never passed by itself), *proxy* (what reads every message between viewers
and desktops, and lets through only what a viewer's role allows), *host* (the process that starts and ends desktops).
"""
