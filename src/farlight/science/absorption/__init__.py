"""Absorption edges and fluorescence: their tables, what a detector sees of them, and what a measurement says.

Edges, yields and lines: W. T. Elam, B. D. Ravel & J. R. Sieber, Radiat. Phys. Chem. 63 (2002) 121-128, as compiled in
XrayDB (M. Newville, MIT licence); ``edges.csv`` and ``lines.csv`` hold those between 1 and 60 keV. Scattering factors:
D. T. Cromer & D. A. Liberman, Acta Cryst. A37 (1981) 267-268, as gemmi computes them.
"""
