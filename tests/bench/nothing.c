/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `gaoxin help` is compared with: a program that does nothing. */
int main(void)
{
    return 0;
}
