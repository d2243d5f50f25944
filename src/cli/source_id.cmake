# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -D OUTPUT=FILE.c -P src/cli/source_id.cmake, in the source folder: gx_source_id, the
# beginning of the SHA-256 of a list, a line `HASH  PATH` for each file, of what the program
# is made of but for texts: where it is the same, so is the program.
file(GLOB files RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} src/*/*.c src/*/*.h src/*/*.def
  model/stdlib.mdl CMakeLists.txt)
list(SORT files)
set(list "")
foreach(file IN LISTS files)
  file(SHA256 ${file} hash)
  string(APPEND list "${hash}  ${file}\n")
endforeach()
string(SHA256 hash "${list}")
string(SUBSTRING ${hash} 0 12 hash)
file(WRITE ${OUTPUT} "#include \"cli/cli.h\"\nconst char gx_source_id[] = \"${hash}\";\n")
