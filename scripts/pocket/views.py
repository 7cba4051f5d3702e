"""Endless batches of pairs: a picture as it would stand in an index, and what became of it elsewhere."""

from collections.abc import Iterator

import numpy as np
import torch
from torch.utils.data import IterableDataset, get_worker_info

from augment.geometry import homographies, warped
from augment.light import compressed, recoloured, softened
from augment.overlay import ground_bank, overlaid, overlay_bank, patched

MEAN = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
DEVIATION = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)
# How often the row, too, is an edited copy: datasets hold crops and reposts.
EDITED_ROWS = 0.25
# How many of the queries lie under an overlay, before and after the network has learnt the easier half.
OVERLAID, HEAVILY_OVERLAID = 0.3, 0.5


class Pairs(IterableDataset):
    """Yields [2 × batch, 3, side, side] normalised views: the rows, then the queries in the same order."""

    def __init__(self, pictures: np.ndarray, batch: int, side: int, seed: int, heavy: bool) -> None:
        self.pictures, self.batch, self.side, self.seed, self.heavy = pictures, batch, side, seed, heavy

    def __iter__(self) -> Iterator[torch.Tensor]:
        torch.set_num_threads(1)
        worker = get_worker_info()
        random = torch.Generator().manual_seed(self.seed * 1000 + (worker.id if worker else 0))
        banks = overlay_bank(self.side, self.seed, self.heavy), ground_bank(self.side, self.seed)
        while True:
            order = torch.randperm(len(self.pictures), generator=random)
            for start in range(0, len(order) - self.batch + 1, self.batch):
                chosen = self.pictures[order[start : start + self.batch].numpy()]
                pictures = torch.from_numpy(chosen).permute(0, 3, 1, 2).float() / 255
                yield self._pair(pictures, banks, random)

    def _pair(self, pictures: torch.Tensor, banks, random: torch.Generator) -> torch.Tensor:
        queries = self._seen(pictures, banks, True, random)
        # The order of the pictures is random, so the first ones will do.
        edited = int(EDITED_ROWS * len(pictures))
        rows = torch.cat(
            [self._seen(pictures[:edited], banks, True, random), self._seen(pictures[edited:], banks, False, random)]
        )
        return ((torch.cat([rows, queries]) - MEAN) / DEVIATION).half()

    def _seen(self, pictures: torch.Tensor, banks, strong: bool, random: torch.Generator) -> torch.Tensor:
        overlays, grounds = banks
        count = len(pictures)
        maps, cropped = homographies(count, strong, random)
        ground = grounds[torch.randint(len(grounds), (count,), generator=random)]
        # Some of the pictures that are laid on something are laid over another picture, as in a collage.
        over = ((torch.rand(count, generator=random) < 0.4) & ~cropped).nonzero().squeeze(1)
        if len(over):
            other = pictures[(over + 3) % count]
            ground[over] = torch.nn.functional.interpolate(other, size=self.side, mode='area')
        if strong:
            # A caption or a watermark is part of the picture before it is cropped; one in two comes after.
            share = HEAVILY_OVERLAID if self.heavy else OVERLAID
            views = overlaid(warped(pictures, maps, ground, self.side), overlays, share, random)
            views = patched(recoloured(views, True, random), 0.15, random)
            return compressed(softened(views, random), 0.35, random)
        return compressed(recoloured(warped(pictures, maps, ground, self.side), False, random), 0.15, random)
