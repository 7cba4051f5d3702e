"""FAISS's side of vector-search.ts: one thread, one query at a time, once for each line that comes in."""

import json
import os
import sys
import time

import faiss
import numpy

folder, dimensions, breadth = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
EDGES = 16
BUILD_BREADTH = 200
NEIGHBOURS = 10

faiss.omp_set_num_threads(1)
rows = numpy.fromfile(os.path.join(folder, "rows.f32"), dtype=numpy.float32).reshape(-1, dimensions)
queries = numpy.fromfile(os.path.join(folder, "queries.f32"), dtype=numpy.float32).reshape(-1, dimensions)
with open(os.path.join(folder, "nearest.json"), encoding="utf-8") as file:
    nearest = json.load(file)

kept = os.path.join(folder, "faiss.index")
if os.path.exists(kept):
    index = faiss.read_index(kept)
else:
    index = faiss.IndexHNSWFlat(dimensions, EDGES, faiss.METRIC_INNER_PRODUCT)
    index.hnsw.efConstruction = BUILD_BREADTH
    index.add(rows)
    faiss.write_index(index, kept)
index.hnsw.efSearch = breadth


def once() -> None:
    started = time.process_time()
    found = [index.search(queries[i : i + 1], NEIGHBOURS)[1][0] for i in range(len(queries))]
    seconds = time.process_time() - started
    first = sum(int(own[0]) == right[0] for own, right in zip(found, nearest))
    hits = sum(len(set(own.tolist()) & set(right)) for own, right in zip(found, nearest))
    figures = {
        "queriesPerSecond": len(queries) / seconds,
        "first": first / len(nearest),
        "recall": hits / (len(nearest) * NEIGHBOURS),
    }
    print(json.dumps(figures), flush=True)


once()
for _ in sys.stdin:
    once()
