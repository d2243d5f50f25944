/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one door to libgcrypt. */
#include "base/hash.h"

#include <gcrypt.h>

void gx_sha256(unsigned char hash[GX_SHA256_BYTES], const void *bytes, size_t length)
{
    gcry_check_version(NULL); /* starts the library, the first time */
    gcry_md_hash_buffer(GCRY_MD_SHA256, hash, bytes, length);
}

const char *gx_sha256_text(gx_arena *arena, const void *bytes, size_t length)
{
    static const char digit[] = "0123456789abcdef";
    unsigned char hash[GX_SHA256_BYTES];
    char text[2 * GX_SHA256_BYTES];
    gx_sha256(hash, bytes, length);
    for (int32_t i = 0; i < GX_SHA256_BYTES; i++) {
        text[2 * i] = digit[hash[i] >> 4];
        text[2 * i + 1] = digit[hash[i] & 15U];
    }
    return gx_arena_text(arena, text, sizeof text);
}
