"""The book's smoothing of a curve, by NumPy and by SciPy."""

import numpy as np
import scipy.signal

LENGTH, BETA = 11, 2.0


def smooth(curve):
    """The weighted mean of the 11 points around each point. Before the first point, the curve is mirrored
    around it; after the last point, it is mirrored with the last point repeated."""
    window = np.kaiser(LENGTH, BETA)
    half = LENGTH // 2
    longer = np.pad(np.pad(curve, (half, 0), "reflect"), (0, half), "symmetric")
    return np.convolve(longer, window / window.sum(), "valid")


def make():
    window = np.kaiser(LENGTH, BETA)
    assert np.abs(window - scipy.signal.windows.kaiser(LENGTH, BETA)).max() < 1e-15
    random = np.random.default_rng(20260104)
    curves = [np.round(random.uniform(0, 5, n), 3) for n in (12, 13, 23, 200)]
    return {
        "window": window.tolist(),
        "curves": [dict(curve=c.tolist(), smoothed=smooth(c).tolist()) for c in curves],
    }
