"""Writes a trained network as ONNX with its weights in eight bits, and the files that go with it.

Only the weights are quantised (symmetric, one scale a column); arithmetic stays in 32-bit floats, so that the result
for a pair depends on nothing but the pair.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from network import EventNet
from onnx import TensorProto, helper, numpy_helper

LEAST = 4096  # smaller tensors stay as they are


class _OnePair(torch.nn.Module):
    """The network without padding, as it is run: one pair at a time."""

    def __init__(self, net: EventNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: torch.Tensor, marks: torch.Tensor) -> tuple[torch.Tensor, ...]:
        return self.net(ids, marks)


def export(net: EventNet, tokenizer_file: Path, folder: Path, card: dict[str, Any]) -> None:
    """Writes ``events.onnx``, ``tokenizer.json`` and ``card.json`` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    net.eval()
    plain = folder / "events-float.onnx"
    torch.onnx.export(
        _OnePair(net), (torch.randint(1000, 2000, (1, 24)), torch.tensor([[1, 5, 9]])), str(plain),
        input_names=["ids", "marks"], output_names=["category", "mode", "realis", "politics"],
        dynamic_axes={"ids": {1: "length"}}, opset_version=17, dynamo=False,
    )  # fmt: skip
    model = onnx.load(str(plain))
    quantise(model)
    onnx.save(model, str(folder / "events.onnx"))
    plain.unlink()
    _write_tokenizer(tokenizer_file, folder / "tokenizer.json")
    files = ("events.onnx", "tokenizer.json")
    card = {**card, "sha256": {n: hashlib.sha256((folder / n).read_bytes()).hexdigest() for n in files}}
    card["version"] = card["sha256"]["events.onnx"][:12]
    (folder / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def _write_tokenizer(source: Path, target: Path) -> None:
    settings = json.loads(source.read_text(encoding="utf-8"))
    settings["truncation"] = settings["padding"] = None
    target.write_text(json.dumps(settings, ensure_ascii=False), encoding="utf-8")


def quantise(model: onnx.ModelProto) -> None:
    """Stores the large matrices as 8-bit integers with a scale for each column, read through DequantizeLinear."""
    graph = model.graph
    uses: dict[str, list[onnx.NodeProto]] = {}
    for node in graph.node:
        for name in node.input:
            uses.setdefault(name, []).append(node)
    new_nodes: list[onnx.NodeProto] = []
    for tensor in list(graph.initializer):
        if tensor.data_type != TensorProto.FLOAT or len(tensor.dims) != 2 or np.prod(tensor.dims) < LEAST:
            continue
        users = uses.get(tensor.name, [])
        weights = numpy_helper.to_array(tensor)
        turned = all(u.op_type == "Gemm" and _attribute(u, "transB") for u in users)
        axis = 0 if turned else 1
        scale = np.abs(weights).max(axis=1 - axis) / 127.0
        scale[scale == 0] = 1.0
        shaped = scale[:, None] if axis == 0 else scale[None, :]
        whole = np.clip(np.round(weights / shaped), -127, 127).astype(np.int8)
        graph.initializer.remove(tensor)
        graph.initializer.append(numpy_helper.from_array(whole, tensor.name + "_int8"))
        graph.initializer.append(numpy_helper.from_array(scale.astype(np.float32), tensor.name + "_scale"))
        graph.initializer.append(numpy_helper.from_array(np.zeros(len(scale), np.int8), tensor.name + "_zero"))
        gathers = [u for u in users if u.op_type == "Gather" and u.input[0] == tensor.name]
        if gathers:  # a table of vectors: look up first, then scale the few rows looked up
            for node in gathers:
                node.input[0] = tensor.name + "_int8"
                out = node.output[0]
                node.output[0] = out + "_int8"
                scaled = helper.make_node(
                    "DequantizeLinear", [out + "_int8", tensor.name + "_scale", tensor.name + "_zero"], [out], axis=2
                )
                graph.node.insert(list(graph.node).index(node) + 1, scaled)
        else:
            new_nodes.append(
                helper.make_node(
                    "DequantizeLinear",
                    [tensor.name + "_int8", tensor.name + "_scale", tensor.name + "_zero"],
                    [tensor.name],
                    axis=axis,
                )
            )
    for node in reversed(new_nodes):
        graph.node.insert(0, node)


def _attribute(node: onnx.NodeProto, name: str) -> int:
    return next((a.i for a in node.attribute if a.name == name), 0)
