"""Questions of the viewer: what pages, pictures and the diffraction viewer show of a run's images."""
