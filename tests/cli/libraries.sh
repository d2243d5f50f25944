# SPDX-License-Identifier: GPL-3.0-or-later
# The program starts without MPI: its HDF5 is the serial one. (pkg-config's plain `hdf5` is an
# alternative, which becomes the parallel one where that is installed.)
ldd "$GAOXIN" | grep -ciE 'mpi|hdf5_(openmpi|mpich)' || true
