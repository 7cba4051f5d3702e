"""The pictures to learn from, drawn on all cores while the training goes on."""

import multiprocessing
import queue
import threading

import numpy as np
import torch

from augment.overlay import as_bank, ground, overlay
from drawing.draw import GROUP, content_box, draw_picture
from views import Banks

SIDE = 224
CHUNK = 8 * GROUP
BANK, BANK_SIDE = 1536, 160


def _chunk(work: tuple[int, int]) -> tuple[np.ndarray, np.ndarray, list[str]]:
    seed, first = work
    drawn = [draw_picture(seed, number, SIDE) for number in range(first, first + CHUNK)]
    boxes = np.array([content_box(picture) for picture, _ in drawn], dtype=np.float32)
    return np.stack([picture for picture, _ in drawn]), boxes, [kind for _, kind in drawn]


def _laid(work: tuple[int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    seed, number = work
    light, heavy = (overlay(seed, number, BANK_SIDE, heavy) for heavy in (False, True))
    return light, heavy, ground(seed, number, BANK_SIDE)


class Gallery:
    """
    Pictures of one seed on a device, ever more of them until `most` are drawn. A picture's number says which it is,
    so the set is the same everywhere; how soon a picture is there depends on the machine.
    """

    def __init__(self, pool, seed: int, most: int, device: torch.device) -> None:
        self.most = most // CHUNK * CHUNK
        self.pictures = torch.empty((self.most, 3, SIDE, SIDE), dtype=torch.uint8, device=device)
        self.boxes = torch.empty((self.most, 4))
        self.kinds: list[str] = []
        self.count = 0
        self._arrived: queue.Queue = queue.Queue(maxsize=64)
        self._drawn = pool.imap(_chunk, ((seed, first) for first in range(0, self.most, CHUNK)))
        threading.Thread(target=self._receive, daemon=True).start()

    def _receive(self) -> None:
        for chunk in self._drawn:
            self._arrived.put(chunk)

    def fill(self, least: int) -> None:
        """Takes in what was drawn in the meantime, and waits until there are `least` pictures."""
        least = min(least, self.most)
        while self.count < self.most and (self.count < least or not self._arrived.empty()):
            pictures, boxes, kinds = self._arrived.get()
            place = slice(self.count, self.count + CHUNK)
            self.pictures[place] = torch.from_numpy(pictures).to(self.pictures.device).permute(0, 3, 1, 2)
            self.boxes[place] = torch.from_numpy(boxes)
            self.kinds += kinds
            self.count += CHUNK

    def chosen(self, count: int, random: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
        """`count` pictures and their content boxes, whole groups at random: the families' members stand together."""
        groups = torch.randperm(self.count // GROUP, generator=random)[: count // GROUP]
        numbers = (groups.unsqueeze(1) * GROUP + torch.arange(GROUP)).flatten()
        return self.pictures[numbers.to(self.pictures.device)], self.boxes[numbers]


def open_pool(processes: int):
    """Processes that draw. To be opened before anything is done on a GPU."""
    return multiprocessing.get_context('fork').Pool(processes)


def draw_banks(pool, seed: int, count: int, device: torch.device) -> Banks:
    """What is laid over views and under them."""
    drawn = pool.map(_laid, ((seed, number) for number in range(count)), chunksize=16)
    return Banks(*(as_bank(list(layers), device) for layers in zip(*drawn)))
