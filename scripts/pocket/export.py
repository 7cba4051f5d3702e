"""
Writes trained weights in the hub's layout: config.json, preprocessor_config.json, onnx/vision_model.onnx, and
reference.json, by which anyone can tell whether their pixels and vectors are the same.
"""

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import numpy_helper
from PIL import Image
from torch.nn.utils.fusion import fuse_conv_bn_eval

from network import DIMENSIONS, Block, Pocket

SIDE = 160
MEAN = [0.485, 0.456, 0.406]
DEVIATION = [0.229, 0.224, 0.225]
DEMO = Path(__file__).parent / '../../assets/demo/pictures'
REFERENCES = 8


def fused(model: Pocket) -> Pocket:
    """The same network with each normalisation folded into the convolution before it."""
    stages = list(model.stages)
    for i, stage in enumerate(stages):
        if isinstance(stage, Block):
            stage.first, stage.first_norm = fuse_conv_bn_eval(stage.first, stage.first_norm), torch.nn.Identity()
            stage.second, stage.second_norm = fuse_conv_bn_eval(stage.second, stage.second_norm), torch.nn.Identity()
        elif isinstance(stage, torch.nn.Conv2d):
            stages[i] = fuse_conv_bn_eval(stage, stages[i + 1])
            stages[i + 1] = torch.nn.Identity()
    model.stages = torch.nn.Sequential(*(stage for stage in stages if not isinstance(stage, torch.nn.Identity)))
    return model


def halved(path: Path) -> None:
    """
    Stores the weights as 16-bit floats, each cast back to 32 bits where it is used: half the file, the same
    arithmetic. (The runtime casts once, when it loads.)
    """
    model = onnx.load(path)
    kept, casts = [], []
    for weights in model.graph.initializer:
        values = numpy_helper.to_array(weights)
        if values.dtype != np.float32 or values.size < 256:
            kept.append(weights)
            continue
        kept.append(numpy_helper.from_array(values.astype(np.float16), f'{weights.name}.half'))
        casts.append(onnx.helper.make_node('Cast', [f'{weights.name}.half'], [weights.name], to=onnx.TensorProto.FLOAT))
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    nodes = list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend(casts + nodes)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def input_of(file: Path) -> np.ndarray:
    """The 8-bit pixels that the model's preprocessing makes of a picture file."""
    return np.asarray(Image.open(file).convert('RGB').resize((SIDE, SIDE), Image.Resampling.BICUBIC))


def write_configuration(out: Path) -> None:
    """The two small files by which the hub's libraries know a vision tower and its preprocessing."""
    config = {
        'architectures': ['CLIPVisionModelWithProjection'],
        'model_type': 'clip_vision_model',
        'hidden_size': DIMENSIONS,
        'image_size': SIDE,
        'num_channels': 3,
        'patch_size': 4,
        'projection_dim': DIMENSIONS,
        'num_hidden_layers': 8,
        'num_attention_heads': 1,
        'intermediate_size': DIMENSIONS,
    }
    preprocessing = {
        'image_processor_type': 'CLIPImageProcessor',
        'feature_extractor_type': 'CLIPFeatureExtractor',
        'do_resize': True,
        'size': {'height': SIDE, 'width': SIDE},
        'resample': 3,
        'do_center_crop': False,
        'do_rescale': True,
        'rescale_factor': 1 / 255,
        'do_normalize': True,
        'image_mean': MEAN,
        'image_std': DEVIATION,
        'do_convert_rgb': True,
    }
    (out / 'config.json').write_text(json.dumps(config, indent=1))
    (out / 'preprocessor_config.json').write_text(json.dumps(preprocessing, indent=1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('weights', type=Path, help='final.pt of train.py')
    parser.add_argument('--out', type=Path, default=Path('../../assets/pocket'))
    arguments = parser.parse_args()
    (arguments.out / 'onnx').mkdir(parents=True, exist_ok=True)

    model = Pocket()
    model.load_state_dict(torch.load(arguments.weights, map_location='cpu')['average'])
    model = fused(model.eval())
    path = arguments.out / 'onnx' / 'vision_model.onnx'
    torch.onnx.export(
        model,
        (torch.zeros(2, 3, SIDE, SIDE),),
        path,
        input_names=['pixel_values'],
        output_names=['image_embeds'],
        dynamic_axes={'pixel_values': {0: 'batch'}, 'image_embeds': {0: 'batch'}},
        opset_version=17,
        dynamo=False,
    )
    halved(path)

    session = onnxruntime.InferenceSession(path)
    references, cosines = {}, []
    for file in sorted(DEMO.glob('*.jpg'))[:REFERENCES]:
        pixels = input_of(file)
        normal = ((pixels / np.float32(255) - MEAN) / DEVIATION).astype(np.float32).transpose(2, 0, 1)[None]
        vector = session.run(None, {'pixel_values': normal})[0][0]
        with torch.no_grad():
            trained = model(torch.from_numpy(normal))[0].numpy()
        cosine = float(vector @ trained / np.linalg.norm(vector) / np.linalg.norm(trained))
        assert cosine > 0.9999, f'{file.name}: the file differs from the trained weights, cosine {cosine}'
        cosines.append(cosine)
        references[file.name] = {
            'pixelsSha256': hashlib.sha256(pixels.tobytes()).hexdigest(),
            'embedding': [round(float(value), 6) for value in vector / np.linalg.norm(vector)],
        }
    (arguments.out / 'reference.json').write_text(json.dumps(references))
    write_configuration(arguments.out)
    print(f'{path.stat().st_size / 1e6:.2f} MB, sha256 {hashlib.sha256(path.read_bytes()).hexdigest()}')
    print(f'lowest cosine to the trained weights: {min(cosines):.6f}')


if __name__ == '__main__':
    main()
