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


class OnePair(torch.nn.Module):
    """A trained network in the form that is run: one pair, no padding, and no more work than its outputs need.

    Query, key and value are one product, and the last layer is worked out for the first token and the start marks
    alone, since no other vector of it is read. The outputs are those of the network, save rounding.
    """

    def __init__(self, net: EventNet) -> None:
        super().__init__()
        config = net.encoder.config
        self.net, self.width = net, config.hidden_size
        self.heads, self.each = config.num_attention_heads, config.hidden_size // config.num_attention_heads
        embeddings = net.encoder.embeddings
        placed = embeddings.position_embeddings.weight + embeddings.token_type_embeddings.weight[0]
        self.placed = torch.nn.Parameter(placed.detach())
        self.layers = net.encoder.encoder.layer
        self.whole = torch.nn.ModuleList(self._joined(layer, "query key value") for layer in self.layers[:-1])
        self.asked = self._joined(self.layers[-1], "query")
        self.told = self._joined(self.layers[-1], "key value")

    def _joined(self, layer: torch.nn.Module, parts: str) -> torch.nn.Linear:
        """Some products of a layer's attention as one; the query's holds the scale of the attention."""
        found = [getattr(layer.attention.self, part) for part in parts.split()]
        scales = [self.each**-0.5 if part == "query" else 1.0 for part in parts.split()]
        joined = torch.nn.Linear(self.width, self.width * len(found))
        with torch.no_grad():
            joined.weight.copy_(torch.cat([p.weight * s for p, s in zip(found, scales, strict=True)]))
            joined.bias.copy_(torch.cat([p.bias * s for p, s in zip(found, scales, strict=True)]))
        return joined

    def forward(self, ids: torch.Tensor, marks: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """ids (1, length), marks (1, 3) -> the network's outputs, each with a first axis of one."""
        embeddings = self.net.encoder.embeddings
        read = ids[0]
        rows = embeddings.LayerNorm(embeddings.word_embeddings(read) + self.placed[: read.shape[0]])
        for layer, whole in zip(self.layers, self.whole, strict=False):
            rows = self._layer(layer, rows, *self._split(whole(rows), 3))
        at = torch.cat([torch.zeros_like(marks[0, :1]), marks[0]])
        picked = rows[at]
        picked = self._layer(
            self.layers[-1], picked, *self._split(self.asked(picked), 1), *self._split(self.told(rows), 2)
        )
        outputs: tuple[torch.Tensor, ...] = self.net.heads(picked.unsqueeze(0))
        return outputs

    def _split(self, product: torch.Tensor, parts: int) -> list[torch.Tensor]:
        """Each part of a joined product as (heads, length, each)."""
        by_head = product.reshape(-1, parts * self.heads, self.each).transpose(0, 1)
        return [by_head[part * self.heads : (part + 1) * self.heads] for part in range(parts)]

    def _layer(
        self, layer: torch.nn.Module, rows: torch.Tensor, asked: torch.Tensor, keys: torch.Tensor, values: torch.Tensor
    ) -> torch.Tensor:
        """The output of one layer for some rows, given what they ask and what all rows tell."""
        seen = torch.softmax(asked @ keys.transpose(1, 2), dim=-1) @ values
        after = layer.attention.output
        rows = after.LayerNorm(after.dense(seen.transpose(0, 1).reshape(-1, self.width)) + rows)
        inner = torch.nn.functional.gelu(_by_row(layer.intermediate.dense, rows))
        found: torch.Tensor = layer.output.LayerNorm(_by_row(layer.output.dense, inner) + rows)
        return found


def _by_row(layer: torch.nn.Linear, rows: torch.Tensor) -> torch.Tensor:
    """A layer's product with each row brought to one height first, so that in eight bits a row with a great value does
    not coarsen the others; it takes a third of what eight bits cost in exactness away."""
    height = rows.abs().amax(-1, keepdim=True)
    return torch.nn.functional.linear(rows / height, layer.weight) * height + layer.bias


def export(net: EventNet, tokenizer_file: Path, folder: Path, card: dict[str, Any]) -> None:
    """Writes ``events.onnx``, ``tokenizer.json`` and ``card.json`` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    net.eval()
    plain = folder / "events-float.onnx"
    torch.onnx.export(
        OnePair(net).eval(), (torch.randint(1000, 2000, (1, 24)), torch.tensor([[1, 5, 9]])), str(plain),
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
