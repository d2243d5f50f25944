/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Hashes that name what they were made from. */
#ifndef GX_BASE_HASH_H
#define GX_BASE_HASH_H

#include "base/arena.h"

enum { GX_SHA256_BYTES = 32 };

/** SHA-256 (FIPS 180-4) of `length` bytes. */
void gx_sha256(unsigned char hash[GX_SHA256_BYTES], const void *bytes, size_t length);

/** The same as 64 hexadecimal digits; in the arena. */
const char *gx_sha256_text(gx_arena *arena, const void *bytes, size_t length);

#endif
