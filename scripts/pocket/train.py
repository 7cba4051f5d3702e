"""
Trains `pocket` on pictures that it draws: learns to bring each edited copy next to its original and away from all else.
For half of the time at 128 px, then at the final 160 px; the rate falls to nothing at the end.
"""

import os

# The processes that draw take a core each; their arithmetic must not take all of them.
os.environ.setdefault('OPENBLAS_NUM_THREADS', '1')
os.environ.setdefault('OMP_NUM_THREADS', str(max(1, (os.cpu_count() or 2) // 8)))

import argparse
import copy
import math
import time
from pathlib import Path

import torch
from torch.nn import functional as F

from gallery import BANK, Gallery, draw_banks, open_pool
from held_out import measured
from network import Pocket
from views import pairs_of

TEMPERATURE = 0.06
SPREAD_WEIGHT = 0.5
RATE = 3e-3
WARM_UP = 300
AVERAGING = 0.998
# Shares of the way: until where views are small, and from where half of the copies lie under overlays.
SMALL_UNTIL, HEAVY_FROM = 0.5, 0.3
SMALL, FULL = 128, 160


def loss_of(views: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """InfoNCE over the batch and KoLeo's entropy; and the share of right rows that came first."""
    count, device = len(views) // 2, views.device
    itself = torch.eye(2 * count, dtype=torch.bool, device=device)
    partner = torch.arange(2 * count, device=device).roll(count)
    cosines = views @ views.T
    logits = (cosines / TEMPERATURE).masked_fill(itself, -1e4)
    # A view's own partner may be near; it is the others that must be kept away.
    others = cosines.masked_fill(itself | itself.roll(count, 0), -1)
    distances = (2 - 2 * others.amax(1)).clamp(min=1e-8).sqrt()
    spread = -distances.clamp(min=1e-4).log().mean()
    first = (logits.argmax(1) == partner)[count:].float().mean()
    return F.cross_entropy(logits, partner) + SPREAD_WEIGHT * spread, first


def follow(average: torch.nn.Module, model: torch.nn.Module) -> None:
    """Moves the average of the weights a little towards the model's."""
    mine, theirs = average.state_dict(), model.state_dict()
    floats = [name for name, value in mine.items() if value.is_floating_point()]
    torch._foreach_lerp_([mine[name] for name in floats], [theirs[name] for name in floats], 1 - AVERAGING)


def save(average: torch.nn.Module, step: int, path: Path) -> None:
    """The averaged weights, matrices as 16-bit floats, as they are exported."""
    weights = {name: value.half() if value.dim() > 1 else value for name, value in average.state_dict().items()}
    torch.save({'step': step, 'average': weights}, path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--out', type=Path, default=Path('build'), help='folder of the weights')
    parser.add_argument('--minutes', type=float, default=8.8, help='how long to train')
    parser.add_argument('--steps', type=int, help='instead: how many steps')
    parser.add_argument('--batch', type=int, default=512, help='pictures a step')
    parser.add_argument('--pictures', type=int, default=200_000, help='how many pictures to draw at most')
    parser.add_argument('--first', type=int, default=4_096, help='how many to wait for')
    parser.add_argument('--bank', type=int, default=BANK, help='how many overlays and grounds')
    parser.add_argument('--held-out', type=int, default=1_024, help='how many other pictures to measure with')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--processes', type=int, default=max(1, (os.cpu_count() or 2) - 3), help='that draw')
    parser.add_argument('--threads', type=int, default=2, help='of the network, where there is no GPU')
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    started = time.time()
    pool = open_pool(arguments.processes)
    device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = torch.backends.cudnn.benchmark = True
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    random = torch.Generator().manual_seed(arguments.seed)

    banks = draw_banks(pool, arguments.seed, arguments.bank, device)
    others = Gallery(pool, arguments.seed + 1000, arguments.held_out, device)
    gallery = Gallery(pool, arguments.seed, arguments.pictures, device)
    others.fill(arguments.held_out)
    gallery.fill(arguments.first)

    model = Pocket().to(device, memory_format=torch.channels_last)
    average = copy.deepcopy(model)
    optimiser = torch.optim.AdamW(model.parameters(), RATE, weight_decay=0.02)
    began, step, way, seen = time.time(), 0, 0.0, []
    print(f'{began - started:.0f} s until {gallery.count} pictures were drawn', flush=True)
    while way < 1:
        gallery.fill(0)
        side = SMALL if way < SMALL_UNTIL else FULL
        pictures, boxes = gallery.chosen(arguments.batch, random)
        with torch.no_grad():
            views = pairs_of(pictures, boxes, banks, side, way >= HEAVY_FROM, random)
        for group in optimiser.param_groups:
            group['lr'] = RATE * min(1, (step + 1) / WARM_UP) * 0.5 * (1 + math.cos(math.pi * way))
        with torch.autocast(device.type, torch.bfloat16):
            outputs = model(views.contiguous(memory_format=torch.channels_last))
        loss, first = loss_of(F.normalize(outputs.float(), dim=1))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimiser.step()
        follow(average, model)
        step += 1
        seen.append(torch.stack([loss.detach(), first]))
        spent = time.time() - began
        way = step / arguments.steps if arguments.steps else spent / (60 * arguments.minutes)
        if step % 100 == 0:
            mean_loss, mean_first = torch.stack(seen[-100:]).mean(0).tolist()
            seen.clear()
            print(f'{step:6d} {way:.3f}  loss {mean_loss:.3f}  first {mean_first:.3f}  {gallery.count} pictures  {spent:.0f} s', flush=True)
        if step % 1000 == 0:
            save(average, step, arguments.out / 'latest.pt')
            print(measured(average, others, banks, side), flush=True)
    save(average, step, arguments.out / 'final.pt')
    print(measured(average, others, banks, FULL), flush=True)
    print(f'{step} steps, {gallery.count} pictures, {time.time() - started:.0f} s', flush=True)
    pool.terminate()


if __name__ == '__main__':
    main()
