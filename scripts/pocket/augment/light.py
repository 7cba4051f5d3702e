"""Colour, softness and grain."""

import torch
from torch.nn import functional as F

LUMA = torch.tensor([0.299, 0.587, 0.114])
# How many of the copies are grey, printed in two colours, or inverted (dark mode).
GREY, DUOTONE, INVERTED = 0.2, 0.04, 0.05


def recoloured(views: torch.Tensor, strong: bool, random: torch.Generator) -> torch.Tensor:
    """Light, contrast, saturation, tint, swapped or inverted channels, two inks, gamma: one 3×3 matrix a view and a curve."""
    count, device = views.shape[0], views.device
    uniform = lambda low, high: torch.empty(count).uniform_(low, high, generator=random)
    chance = lambda p: torch.rand(count, generator=random) < p
    reach = 1.0 if strong else 0.25
    one = torch.ones(count)

    saturation = torch.where(chance(0.5), torch.exp(uniform(-1.2, 0.9) * reach), one)
    saturation = torch.where(chance(GREY if strong else 0.02), torch.zeros(count), saturation)
    identity = torch.eye(3).expand(count, 3, 3)
    grey = LUMA.expand(3, 3).unsqueeze(0)
    matrix = grey + saturation.view(-1, 1, 1) * (identity - grey)
    offset = torch.zeros(count, 3)
    if strong:
        swapped = chance(0.1)
        order = torch.rand(count, 3, generator=random).argsort(1)
        permuted = matrix.gather(1, order.unsqueeze(-1).expand(-1, -1, 3))
        matrix = torch.where(swapped.view(-1, 1, 1), permuted, matrix)
        tint = torch.where(chance(0.25).unsqueeze(1), torch.empty(count, 3).uniform_(0.6, 1.3, generator=random), torch.ones(count, 3))
        matrix = matrix * tint.unsqueeze(-1)
        inks = torch.rand(2, count, 3, generator=random)
        inked = chance(DUOTONE)
        matrix = torch.where(inked.view(-1, 1, 1), (inks[1] - inks[0]).unsqueeze(-1) * LUMA, matrix)
        offset = torch.where(inked.unsqueeze(1), inks[0], offset)
        inverted = chance(INVERTED)
        matrix = torch.where(inverted.view(-1, 1, 1), -matrix, matrix)
        offset = torch.where(inverted.unsqueeze(1), 1 - offset, offset)
    light = torch.where(chance(0.6), torch.exp(uniform(-0.6, 0.5) * reach), one)
    contrast = torch.where(chance(0.5), torch.exp(uniform(-0.8, 0.6) * reach), one)
    matrix, offset = matrix * light.view(-1, 1, 1), offset * light.unsqueeze(1)

    mixed = torch.einsum('nij,njyx->niyx', matrix.to(device), views) + offset.to(device).view(-1, 3, 1, 1)
    mean = mixed.mean((1, 2, 3)).view(-1, 1, 1, 1)
    mixed = ((mixed - mean) * contrast.to(device).view(-1, 1, 1, 1) + mean).clamp_(0, 1)
    gamma = torch.where(chance(0.2), torch.exp(uniform(-0.5, 0.5) * reach), one)
    return mixed.clamp_(min=1e-4).pow_(gamma.to(device).view(-1, 1, 1, 1))


def softened(views: torch.Tensor, random: torch.Generator) -> torch.Tensor:
    """Gaussian blur of up to 2 px on a fifth of the views, and a fifth sampled down and up again; a seventh grainy."""
    count, _, side, _ = views.shape
    device = views.device
    lot = torch.rand(count, generator=random)
    blurred = (lot < 0.2).nonzero().squeeze(1)
    if len(blurred):
        spread = torch.empty(len(blurred)).uniform_(0.4, 2.0, generator=random)
        offsets = torch.arange(-4, 5).float()
        kernel = torch.exp(-(offsets**2) / (2 * spread.unsqueeze(1) ** 2))
        kernel = (kernel / kernel.sum(1, keepdim=True)).to(device)
        # A sum of moved pictures: one weight a view and step.
        chosen = blurred.to(device)
        stack = views[chosen]
        across = F.pad(stack, (4, 4, 0, 0), mode='replicate')
        stack = sum(across[..., i : i + side] * kernel[:, i].view(-1, 1, 1, 1) for i in range(9))
        down = F.pad(stack, (0, 0, 4, 4), mode='replicate')
        views[chosen] = sum(down[:, :, i : i + side] * kernel[:, i].view(-1, 1, 1, 1) for i in range(9))
    for low, high in ((0.2, 0.27), (0.27, 0.34), (0.34, 0.4)):
        coarse = ((lot >= low) & (lot < high)).nonzero().squeeze(1).to(device)
        if len(coarse):
            small = int(side * torch.empty(1).uniform_(0.28, 0.7, generator=random).item())
            down = F.interpolate(views[coarse], size=small, mode='bilinear', antialias=True)
            views[coarse] = F.interpolate(down, size=side, mode='bilinear')
    noisy = (torch.rand(count, generator=random) < 0.15).nonzero().squeeze(1).to(device)
    if len(noisy):
        grain = torch.randn((len(noisy), 3, side, side), device=device)
        views[noisy] += grain * 0.05
    return views.clamp_(0, 1)
