"""The wiring: settings, addresses, the REST assembly, the ASGI application and the command line."""
