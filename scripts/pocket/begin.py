"""Earlier weights to go on from: an exported model, whose normalisations were folded into its convolutions."""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from network import Block, Pocket


def load_exported(path: Path, views: torch.Tensor) -> Pocket:
    """
    The network of an exported file, with its normalisations put back: each is given the mean and the deviation that
    `views` [n, 3, side, side] have there, and undoes what it does. It computes what the file does, and can be trained.
    """
    stored = {w.name.removesuffix('.half'): numpy_helper.to_array(w) for w in onnx.load(path).graph.initializer}
    tensor = lambda name: torch.from_numpy(np.asarray(stored[name], dtype=np.float32).copy())
    model = Pocket()
    with torch.no_grad():
        for name, conv, norm in _pairs(model):
            conv.weight.copy_(tensor(f'{name}.weight'))
            norm.weight.fill_(1)
            norm.bias.copy_(tensor(f'{name}.bias'))
        model.power.copy_(tensor('power'))
        (matrix,) = (name for name in stored if name.startswith('onnx::MatMul'))
        model.project.weight.copy_(tensor(matrix).T)
        model.spread.running_mean.copy_(tensor('spread.running_mean'))
        model.spread.running_var.copy_(tensor('spread.running_var'))
        measured: dict[str, tuple[torch.Tensor, torch.Tensor]] = {}
        hooks = [
            conv.register_forward_hook(
                lambda _, __, out, name=name: measured.update({name: (out.mean((0, 2, 3)), out.var((0, 2, 3)))})
            )
            for name, conv, _ in _pairs(model)
        ]
        model.eval()(views)
        for hook in hooks:
            hook.remove()
        for name, _, norm in _pairs(model):
            mean, variance = measured[name]
            # Until now the normalisation was by mean 0 and variance 1, all but its epsilon.
            norm.bias.add_(mean)
            norm.weight.copy_((variance + norm.eps).sqrt())
            norm.running_mean.copy_(mean)
            norm.running_var.copy_(variance)
    return model.train()


def _pairs(model: Pocket):
    """Each convolution with the name that its file has, where no normalisation is counted, and the one after it."""
    stages, number = list(model.stages), 0
    for stage, following in zip(stages, [*stages[1:], None]):
        if isinstance(stage, Block):
            yield f'stages.{number}.first', stage.first, stage.first_norm
            yield f'stages.{number}.second', stage.second, stage.second_norm
        elif isinstance(stage, torch.nn.Conv2d):
            yield f'stages.{number}', stage, following
        number += not isinstance(stage, torch.nn.BatchNorm2d)
