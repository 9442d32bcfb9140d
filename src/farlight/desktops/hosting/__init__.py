"""The process that starts and ends desktops: here, as jobs of a cluster, or at addresses where they are already."""
