"""How well the network tells pictures that it never saw."""

import torch
from torch.nn import functional as F

from views import Banks, normalised, seen


def measured(model: torch.nn.Module, gallery, banks: Banks, side: int) -> str:
    """
    Of edited copies of a gallery's pictures, the share whose nearest row is the right one, by kind of picture, in words. The
    same edits each time.
    """
    random = torch.Generator().manual_seed(7)
    was_training = model.training
    model.eval()
    with torch.no_grad():
        rows, queries = [], []
        for start in range(0, gallery.count, 256):
            pixels = gallery.pictures[start : start + 256].float() / 255
            boxes = gallery.boxes[start : start + 256]
            rows.append(_directions(model, seen(pixels, boxes, banks, side, False, True, random)))
            queries.append(_directions(model, seen(pixels, boxes, banks, side, True, True, random)))
        nearest = (torch.cat(queries) @ torch.cat(rows).T).argmax(1).cpu()
    model.train(was_training)
    right = (nearest == torch.arange(gallery.count)).float()
    shares = {}
    for kind, value in zip(gallery.kinds, right.tolist()):
        shares.setdefault(kind, []).append(value)
    words = ', '.join(f'{kind} {sum(values) / len(values):.2f}' for kind, values in sorted(shares.items()))
    return f'nearest row of {gallery.count} at {side} px: {right.mean():.3f} ({words})'


def _directions(model: torch.nn.Module, views: torch.Tensor) -> torch.Tensor:
    return F.normalize(model(normalised(views).contiguous(memory_format=torch.channels_last)).float(), dim=1)
