"""Pairs: a picture as it would stand in an index, and what became of it elsewhere."""

import torch
from torch.nn import functional as F

from augment.compression import compressed
from augment.geometry import homographies, warped
from augment.light import recoloured, softened
from augment.overlay import overlaid, patched, taken

MEAN = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
DEVIATION = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)
# How often the row, too, is an edited copy: datasets hold crops and reposts.
EDITED_ROWS = 0.15
# How many of the queries lie under an overlay, before and after the network has learnt the easier half.
OVERLAID, HEAVILY_OVERLAID = 0.25, 0.45


class Banks:
    """What is laid over views and under them, on the device; `light` and `heavy` overlays."""

    def __init__(self, light: torch.Tensor, heavy: torch.Tensor, grounds: torch.Tensor) -> None:
        self.light, self.heavy, self.grounds = light, heavy, grounds


def pairs_of(
    pictures: torch.Tensor, boxes: torch.Tensor, banks: Banks, side: int, heavy: bool, random: torch.Generator
) -> torch.Tensor:
    """
    [2 × n, 3, side, side] normalised views of `pictures` [n, 3, s, s] (8-bit): the rows, then the queries in the same
    order. Every choice is `random`'s, on the CPU, so that it does not depend on the device.
    """
    pixels = pictures.float() / 255
    edited = torch.rand(len(pixels), generator=random) < EDITED_ROWS
    rows = seen(pixels, boxes, banks, side, False, heavy, random)
    chosen = edited.nonzero().squeeze(1)
    rows[chosen.to(rows.device)] = seen(pixels[chosen.to(pixels.device)], boxes[chosen], banks, side, True, heavy, random)
    queries = seen(pixels, boxes, banks, side, True, heavy, random)
    return normalised(torch.cat([rows, queries]))


def normalised(views: torch.Tensor) -> torch.Tensor:
    """Views of 0 to 1 as the network takes them."""
    return (views - MEAN.to(views.device)) / DEVIATION.to(views.device)


def seen(
    pixels: torch.Tensor, boxes: torch.Tensor, banks: Banks, side: int, strong: bool, heavy: bool, random: torch.Generator
) -> torch.Tensor:
    """One view of each picture, 0 to 1: hardly changed, or where `strong` a copy that was edited."""
    count = len(pixels)
    maps, cropped, own = homographies(boxes, strong, random)
    ground = taken(banks.grounds, count, side, random)
    # Some of the pictures that are laid on something are laid over another picture, as in a collage.
    over = ((torch.rand(count, generator=random) < 0.35) & ~cropped & ~own).nonzero().squeeze(1)
    if len(over):
        other = pixels[((over + 11) % count).to(pixels.device)]
        ground[over.to(ground.device)] = F.interpolate(other, size=side, mode='area')
    views = warped(pixels, maps, ground, own, side)
    if not strong:
        return compressed(recoloured(views, False, random), 0.15, random)
    # A caption or a watermark is part of the picture before it is cropped; one in two comes after.
    views = overlaid(views, banks.heavy if heavy else banks.light, HEAVILY_OVERLAID if heavy else OVERLAID, random)
    views = patched(recoloured(views, True, random), 0.15, random)
    return compressed(softened(views, random), 0.35, random)
