"""Writes a trained network as ONNX in eight bits, and the files that go with it.

Weights have one scale a column and seven of the eight bits, so that no processor's sums overflow; activations are
quantised as they come. Each pair goes through the model alone, so that its result depends on nothing but the pair.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import torch
from network import EventNet
from onnxruntime.quantization import QuantType, quantize_dynamic


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
    quantize_dynamic(plain, folder / "events.onnx", per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
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
