"""What a program does with the client of clip-retrieval, which is loaded from its one file, as it is."""

import importlib.util
import json
import sys

client_file, address, picture, picture_url, vector = sys.argv[1:]

spec = importlib.util.spec_from_file_location("clip_client", client_file)
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)

client = module.ClipClient(url=f"{address}/knn-service", indice_name="laion-400m", num_images=3)
plain = module.ClipClient(
    url=f"{address}/knn-service",
    indice_name="laion-400m",
    num_images=3,
    deduplicate=False,
    use_safety_model=False,
    use_violence_detector=False,
    aesthetic_score="",
    aesthetic_weight="",
)
captions = module.ClipClient(
    url=f"{address}/knn-service", indice_name="laion-400m", modality=module.Modality.TEXT
)
elsewhere = module.ClipClient(url=f"{address}/knn-service", indice_name="laion5B")

print(
    json.dumps(
        {
            "text": client.query(text="linocut of a heron"),
            "file": client.query(image=picture),
            "url": client.query(image=picture_url),
            "vector": client.query(embedding_input=json.loads(vector)),
            "plain": plain.query(text="linocut of a heron"),
            "captions": captions.query(text="linocut of a heron"),
            "elsewhere": elsewhere.query(text="linocut of a heron"),
        }
    )
)
