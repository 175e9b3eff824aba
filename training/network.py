"""The network that is trained: MiniLM with marks, and heads for category, modes and realis."""

from __future__ import annotations

import copy
from pathlib import Path

import torch
from torch import nn
from transformers import BertConfig, BertModel

SEEDS = (("[unused1]", "actor"), ("[unused3]", "action"), ("[unused5]", "target"))


class EventNet(nn.Module):
    """Category, mode and realis logits of a marked pair; without marks, whether a stretch of text is political.

    The features are the vectors of the start marks of actor, predicate and recipient (the first token's where a mark
    is missing) and of the first token.
    """

    def __init__(self, encoder: BertModel, categories: int, modes: int, realis: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.mix = nn.Sequential(nn.Dropout(dropout), nn.Linear(4 * width, width), nn.GELU(), nn.Dropout(dropout))
        self.category = nn.Linear(width, categories)
        self.mode = nn.Linear(width, modes)
        self.realis = nn.Linear(width, realis)
        self.politics = nn.Linear(width, 1)

    def forward(
        self, ids: torch.Tensor, marks: torch.Tensor, mask: torch.Tensor | None = None
    ) -> tuple[torch.Tensor, ...]:
        """ids (batch, length), marks (batch, 3), mask (batch, length) -> four tensors of logits."""
        return self.heads(self.picked(ids, marks, mask))

    def picked(self, ids: torch.Tensor, marks: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """The vectors (batch, 4, width) of the first token and the start marks."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        at = torch.cat([torch.zeros_like(marks[:, :1]), marks], dim=1)
        return torch.gather(hidden, 1, at.unsqueeze(-1).expand(-1, -1, hidden.shape[-1]))

    def heads(self, picked: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Logits of category, modes, realis and politics from the picked vectors."""
        mixed = self.mix(picked.flatten(1))
        return self.category(mixed), self.mode(mixed), self.realis(mixed), self.politics(mixed)

    def shallower(self, layers: int) -> EventNet:
        """A copy with fewer layers, evenly chosen, the last among them."""
        copied = copy.deepcopy(self)
        found = copied.encoder.encoder.layer
        step = len(found) / layers
        copied.encoder.encoder.layer = nn.ModuleList(found[int((i + 1) * step) - 1] for i in range(layers))
        copied.encoder.config.num_hidden_layers = layers
        return copied


def pretrained(folder: Path, layers: int | None = None) -> BertModel:
    """The pretrained encoder, with its lowest ``layers`` layers (evenly chosen) or all."""
    from safetensors.torch import load_file

    config = BertConfig.from_pretrained(folder)
    config._attn_implementation = "eager"
    model = BertModel(config, add_pooling_layer=False)
    weights = {k.removeprefix("bert."): v for k, v in load_file(folder / "model.safetensors").items()}
    missing, _ = model.load_state_dict(weights, strict=False)
    missing = [m for m in missing if "position_ids" not in m]
    if missing:
        raise RuntimeError(f"{folder}: weights missing: {missing[:3]}")
    if layers and layers < config.num_hidden_layers:
        step = config.num_hidden_layers / layers
        keep = [int((i + 1) * step) - 1 for i in range(layers)]
        model.encoder.layer = nn.ModuleList(model.encoder.layer[i] for i in keep)
        model.config.num_hidden_layers = layers
    return model


def seed_marks(encoder: BertModel, vocabulary: dict[str, int]) -> None:
    """Starts the marks' vectors from words of like meaning."""
    table = encoder.embeddings.word_embeddings.weight
    with torch.no_grad():
        for mark, word in SEEDS:
            table[vocabulary[mark]] = table[vocabulary[word]]
            close = mark.replace(mark[-2], str(int(mark[-2]) + 1))
            table[vocabulary[close]] = table[vocabulary["]"]]
