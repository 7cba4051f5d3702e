"""
Trains `pocket`: draws the pictures, then learns to bring each edited copy next to its original.
Three phases: at 96 px and a constant rate; then under heavy overlays while the rate falls; and at the end at the
final 128 px, while it falls to nothing.
"""

import argparse
import copy
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F
from torch.utils.data import DataLoader

from drawing.draw import draw_set
from network import Pocket
from views import Pairs

BATCH = 96
TEMPERATURE = 0.07
SPREAD_WEIGHT = 0.5
RATE = 2e-3
WARM_UP = 200
# Half a cosine over so many steps; the phase under heavy overlays ends before it does, at a ninth of the rate.
FALL = 3_300
AVERAGING = 0.998


def loss_of(views: torch.Tensor) -> tuple[torch.Tensor, float]:
    """
    InfoNCE over the batch and KoLeo's entropy; and the share of right rows that came first. (A queue of earlier
    batches' rows as further negatives was tried: the loss rose above chance within 300 steps.)
    """
    count = len(views) // 2
    logits = views @ views.T / TEMPERATURE
    logits = logits.masked_fill(torch.eye(2 * count, dtype=torch.bool), -1e4)
    partner = torch.arange(2 * count).roll(count)
    distances = torch.cdist(views, views) + 10 * torch.eye(2 * count)
    # A view's own partner may be near; it is the others that must be kept away.
    distances = distances.index_put((torch.arange(2 * count), partner), torch.tensor(10.0))
    spread = -distances.amin(1).clamp(min=1e-4).log().mean()
    first = (logits.argmax(1) == partner)[count:].float().mean().item()
    return F.cross_entropy(logits, partner) + SPREAD_WEIGHT * spread, first


def run_phase(model, average, optimiser, batches, steps, rate_at, report) -> None:
    """`steps` steps at the rates of `rate_at(step)`; `average` follows the weights."""
    for step, batch in zip(range(steps), batches):
        for group in optimiser.param_groups:
            group['lr'] = rate_at(step)
        with torch.autocast('cpu', torch.bfloat16):
            outputs = model(batch.float().contiguous(memory_format=torch.channels_last))
        views = F.normalize(outputs.float(), dim=1)
        loss, first = loss_of(views)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimiser.step()
        with torch.no_grad():
            for mine, other in zip(average.state_dict().values(), model.state_dict().values()):
                if mine.is_floating_point():
                    mine.lerp_(other, 1 - AVERAGING)
                else:
                    mine.copy_(other)
        report(step, loss.item(), first)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--out', type=Path, default=Path('build'), help='folder of the weights')
    parser.add_argument('--pictures', type=int, default=18_000, help='how many pictures to draw')
    parser.add_argument('--steps', type=int, default=4_000, help='steps at 96 px')
    parser.add_argument('--heavy-steps', type=int, default=2_600, help='steps at 96 px under heavy overlays')
    parser.add_argument('--final-steps', type=int, default=300, help='steps at 128 px')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--threads', type=int, default=1, help='cores for the network')
    parser.add_argument('--augmenters', type=int, default=1, help='processes that make views')
    parser.add_argument('--resume', type=Path, help='the checkpoint of a finished phase to go on from')
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)

    drawn = arguments.out / f'pictures-{arguments.seed}-{arguments.pictures}.npy'
    if not drawn.exists():
        np.save(drawn, draw_set(arguments.seed, arguments.pictures, 160, arguments.threads + arguments.augmenters))
    pictures = np.load(drawn, mmap_mode='r')

    model = Pocket().to(memory_format=torch.channels_last)
    average = copy.deepcopy(model)
    optimiser = torch.optim.AdamW(model.parameters(), RATE, weight_decay=0.02)
    done = 0
    if arguments.resume:
        saved = torch.load(arguments.resume)
        for part, name in ((model, 'model'), (average, 'average'), (optimiser, 'optimiser')):
            part.load_state_dict(saved[name])
        done = saved['step']

    def batches(side: int, seed: int, heavy: bool) -> DataLoader:
        pairs = Pairs(pictures, BATCH, side, seed, heavy)
        return DataLoader(pairs, batch_size=None, num_workers=arguments.augmenters, prefetch_factor=4)

    def save(name: str, step: int) -> None:
        parts = {'model': model, 'average': average, 'optimiser': optimiser}
        torch.save({'step': step, **{key: part.state_dict() for key, part in parts.items()}}, arguments.out / name)

    started, seen = time.time(), []

    def report(step: int, loss: float, first: float) -> None:
        seen.append(first)
        if (step + 1) % 100 == 0:
            print(f'{step + 1 + done:6d}  loss {loss:.3f}  first {np.mean(seen[-100:]):.3f}  {time.time() - started:.0f} s', flush=True)
        if (step + 1) % 500 == 0:
            save('latest.pt', step + 1 + done)

    def phase(side: int, steps: int, heavy: bool, rate_at) -> None:
        nonlocal done
        run_phase(model, average, optimiser, batches(side, arguments.seed + done, heavy), steps, rate_at, report)
        done += steps

    falling = lambda step: RATE * 0.5 * (1 + math.cos(math.pi * step / FALL))
    to_the_end = lambda step: falling(arguments.heavy_steps) * (1 - step / arguments.final_steps)
    phase(96, max(0, arguments.steps - done), False, lambda step: RATE * min(1, (step + 1) / WARM_UP))
    save('first-phase.pt', done)
    phase(96, max(0, arguments.steps + arguments.heavy_steps - done), True, falling)
    save('heavy-phase.pt', done)
    phase(128, arguments.final_steps, True, to_the_end)
    save('final.pt', done)


if __name__ == '__main__':
    main()
