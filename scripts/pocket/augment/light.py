"""Colour, softness, grain and compression."""

import io

import numpy as np
import torch
from PIL import Image
from torch.nn import functional as F

LUMA = torch.tensor([0.299, 0.587, 0.114])


def recoloured(views: torch.Tensor, strong: bool, random: torch.Generator) -> torch.Tensor:
    """Light, contrast, saturation, tint, swapped or inverted channels, gamma: one 3×3 matrix a view and a curve."""
    count = views.shape[0]
    uniform = lambda low, high: torch.empty(count).uniform_(low, high, generator=random)
    chance = lambda p: torch.rand(count, generator=random) < p
    reach = 1.0 if strong else 0.25
    one = torch.ones(count)

    saturation = torch.where(chance(0.5), torch.exp(uniform(-1.2, 0.9) * reach), one)
    if strong:
        saturation = torch.where(chance(0.15), torch.zeros(count), saturation)
    identity = torch.eye(3).expand(count, 3, 3)
    grey = LUMA.expand(3, 3).unsqueeze(0)
    matrix = grey + saturation.view(-1, 1, 1) * (identity - grey)
    if strong:
        swapped = chance(0.1)
        order = torch.stack([torch.randperm(3, generator=random) for _ in range(count)])
        permuted = matrix.gather(1, order.unsqueeze(-1).expand(-1, -1, 3))
        matrix = torch.where(swapped.view(-1, 1, 1), permuted, matrix)
        tint = torch.where(chance(0.3).unsqueeze(1), torch.empty(count, 3).uniform_(0.6, 1.3, generator=random), torch.ones(count, 3))
        matrix = matrix * tint.unsqueeze(-1)
    light = torch.where(chance(0.6), torch.exp(uniform(-0.6, 0.5) * reach), one)
    contrast = torch.where(chance(0.5), torch.exp(uniform(-0.8, 0.6) * reach), one)
    mean = views.mean((1, 2, 3)).view(-1, 1, 1, 1)
    mixed = torch.einsum('nij,njyx->niyx', matrix * light.view(-1, 1, 1), views)
    mixed = (mixed - mean) * contrast.view(-1, 1, 1, 1) + mean
    if strong:
        mixed = torch.where(chance(0.04).view(-1, 1, 1, 1), 1 - mixed, mixed)
    mixed = mixed.clamp_(0, 1)
    curved = chance(0.2).nonzero().squeeze(1)
    if len(curved):
        gamma = torch.exp(uniform(-0.5, 0.5) * reach)[curved]
        mixed[curved] = mixed[curved].pow(gamma.view(-1, 1, 1, 1))
    return mixed


def softened(views: torch.Tensor, random: torch.Generator) -> torch.Tensor:
    """Gaussian blur of up to 2 px on a fifth of the views, and a fifth sampled down and up again."""
    count, _, side, _ = views.shape
    lot = torch.rand(count, generator=random)
    blurred = (lot < 0.2).nonzero().squeeze(1)
    if len(blurred):
        spread = torch.empty(len(blurred)).uniform_(0.4, 2.0, generator=random)
        offsets = torch.arange(-4, 5).float()
        kernel = torch.exp(-(offsets**2) / (2 * spread.unsqueeze(1) ** 2))
        kernel = (kernel / kernel.sum(1, keepdim=True)).repeat_interleave(3, 0)
        stack = views[blurred].reshape(1, -1, side, side)
        stack = F.conv2d(F.pad(stack, (4, 4, 0, 0), mode='replicate'), kernel.view(-1, 1, 1, 9), groups=kernel.shape[0])
        stack = F.conv2d(F.pad(stack, (0, 0, 4, 4), mode='replicate'), kernel.view(-1, 1, 9, 1), groups=kernel.shape[0])
        views[blurred] = stack.reshape(-1, 3, side, side)
    coarse = ((lot > 0.2) & (lot < 0.4)).nonzero().squeeze(1)
    if len(coarse):
        small = int(side * torch.empty(1).uniform_(0.28, 0.7, generator=random).item())
        down = F.interpolate(views[coarse], size=small, mode='bilinear', antialias=True)
        views[coarse] = F.interpolate(down, size=side, mode='bilinear')
    noisy = (torch.rand(count, generator=random) < 0.15).nonzero().squeeze(1)
    if len(noisy):
        views[noisy] += torch.randn(views[noisy].shape, generator=random) * 0.05
    return views.clamp(0, 1)


def compressed(views: torch.Tensor, share: float, random: torch.Generator) -> torch.Tensor:
    """A share of the views through a real JPEG encoder at qualities of 10 to 75."""
    for i in (torch.rand(views.shape[0], generator=random) < share).nonzero().squeeze(1).tolist():
        quality = int(torch.randint(10, 76, (1,), generator=random))
        buffer = io.BytesIO()
        pixels = (views[i].permute(1, 2, 0) * 255).to(torch.uint8).numpy()
        Image.fromarray(pixels).save(buffer, 'jpeg', quality=quality)
        decoded = np.array(Image.open(buffer), dtype=np.float32) / 255
        views[i] = torch.from_numpy(decoded).permute(2, 0, 1)
    return views
