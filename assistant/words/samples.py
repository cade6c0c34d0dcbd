"""Sound in memory."""

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""One channel of sound, shape (frames,), each sample within -1 to 1."""
