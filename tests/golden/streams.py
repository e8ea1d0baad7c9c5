"""An independent implementation of `extensions::random::Stream`, written from published descriptions.

ChaCha with 8 rounds (D. J. Bernstein, "ChaCha, a variant of Salsa20", 2008) in the layout with a
64-bit block counter and a 64-bit stream number; its key comes from a 64-bit seed through PCG32
(M. O'Neill, 2014), as the crate `rand_core` documents for `seed_from_u64`.
"""

import numpy as np

# The numbers of the purposes, in the order of `extensions::random::Purpose`.
WEIGHTS, BATCHES, DROPOUT, DATA, SPLIT, SEARCH = range(6)

MASK_32, MASK_64 = (1 << 32) - 1, (1 << 64) - 1


def pcg32_key(seed):
    """Eight 32-bit words from a 64-bit seed."""
    state, words = seed, []
    for _ in range(8):
        state = (state * 0x5851F42D4C957F2D + 0xA17654E46FBE17F3) & MASK_64
        word = (((state >> 18) ^ state) >> 27) & MASK_32
        turn = state >> 59
        words.append((word >> turn | word << (32 - turn)) & MASK_32)
    return words


def chacha_block(key, counter, stream, rounds=8):
    """Sixteen 32-bit words."""
    constants = [int.from_bytes(b"expand 32-byte k"[i : i + 4], "little") for i in range(0, 16, 4)]
    position = [counter & MASK_32, counter >> 32, stream & MASK_32, stream >> 32]
    start = constants + list(key) + position
    x = list(start)

    def quarter(a, b, c, d):
        for into, other, mixed, turn in [(a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)]:
            x[into] = (x[into] + x[other]) & MASK_32
            word = x[mixed] ^ x[into]
            x[mixed] = (word << turn | word >> (32 - turn)) & MASK_32

    for _ in range(rounds // 2):
        for i in range(4):
            quarter(i, 4 + i, 8 + i, 12 + i)
        for i in range(4):
            quarter(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4)
    return [(a + b) & MASK_32 for a, b in zip(x, start)]


class Stream:
    """The numbers of one seed for one purpose."""

    def __init__(self, seed, purpose):
        self.words = self._words(pcg32_key(seed), purpose)

    @staticmethod
    def _words(key, stream):
        counter = 0
        while True:
            yield from chacha_block(key, counter, stream)
            counter += 1

    def uniform(self):
        """In [0, 1), from 53 bits; the low word of the 64 comes first."""
        low, high = next(self.words), next(self.words)
        return ((high << 32 | low) >> 11) / (1 << 53)

    def index(self, n):
        """Below `n`, all equally likely (D. Lemire, "Fast random integer generation", 2019)."""
        while True:
            product = next(self.words) * n
            if product & MASK_32 >= (1 << 32) % n:
                return product >> 32

    def indices(self, n, count):
        return [self.index(n) for _ in range(count)]

    def dropout_mask(self, shape, ratio):
        """0 with probability `ratio`, else 1 / (1 - `ratio`)."""
        threshold = int(ratio * 2**32)
        draws = [next(self.words) for _ in range(int(np.prod(shape)))]
        kept = np.array([draw >= threshold for draw in draws], float).reshape(shape)
        return kept / (1 - ratio)


def make():
    assert self_test(), "this ChaCha is not the one of the published test vector"
    cases = []
    for seed, purpose in [(0, BATCHES), (7, DROPOUT), (2**64 - 1, SEARCH)]:
        floats = Stream(seed, purpose)
        cases.append(
            {
                "seed": str(seed),
                "purpose": purpose,
                "indices_below_60000": Stream(seed, purpose).indices(60_000, 100),
                # Three quarters of 2^32, so that one draw in four is rejected.
                "indices_below_3221225472": Stream(seed, purpose).indices(3 << 30, 20),
                "uniform": [floats.uniform() for _ in range(20)],
                "kept_by_dropout_of_0.3": [
                    int(m > 0) for m in Stream(seed, purpose).dropout_mask([100], 0.3)
                ],
            }
        )
    return {"cases": cases}


def self_test():
    """The first words of ChaCha20 with a key, counter and nonce of zero (RFC 8439, A.1, #1)."""
    block = chacha_block([0] * 8, 0, 0, rounds=20)
    return block[:4] == [0xADE0B876, 0x903DF1A0, 0xE56A5D40, 0x28BD8653]
