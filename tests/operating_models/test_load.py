"""Operating models as files: strict YAML, and the models that are shipped."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.operating_model import GateRule, OperatingModel
from domain.refusals import ModelInvalid
from domain.schema.words import KINDS_BY_MATTER, KINDS_BY_PHASE
from operating_models.load import HERE, load_text, published, read

REAL = "fi.yhteisovaikuttavuus"
PREPARATION = "fi.yhteisovaikuttavuus.valmistelu"
LIGHT = {"settle_baseline", "confirm_wording", "reword_cluster", "call_silent", "write_minutes", "endorse_plan"}
LIGHT |= {"review_call", "name_risks", "set_stop_criteria", "fix_evaluation", "comment_plan"}
LIGHT |= {"answer_plan_comment", "write_ground_rules", "review_ground_rules"}
"""What the preparation does not ask: the cycle that it starts does."""
PACES = {"fi.yhteisovaikuttavuus.demo": 500, "fi.yhteisovaikuttavuus.showroom": 5_000}
SHIPPED = (HERE / "collective_impact.yaml").read_text(encoding="utf-8")


def gates_without_clocks(model: OperatingModel) -> dict[str, GateRule]:
    return {
        name: replace(p.gate, decide=replace(p.gate.decide, window=None, ladder=None))
        for name, p in model.phases.items()
    }


def test_every_shipped_model_is_published_by_their_id() -> None:
    models = published()
    assert set(models) == {REAL, PREPARATION, *PACES}
    assert all(model.id == name for name, model in models.items())


@pytest.mark.parametrize("id", [REAL, *PACES])
def test_a_shipped_model_asks_for_everything_its_phases_have_rules_for(id: str) -> None:
    model = published()[id]
    asked = {name: tuple(phase.obligations) for name, phase in model.phases.items()}
    assert asked == {name: tuple(kinds) for name, kinds in KINDS_BY_PHASE.items()}
    beside = {name: tuple(matter.obligations) for name, matter in (model.matters or {}).items()}
    assert beside == {name: tuple(words.kinds) for name, words in KINDS_BY_MATTER.items()}


def test_the_preparation_asks_the_same_kinds_of_things_in_its_phases_only_fewer() -> None:
    model = published()[PREPARATION]
    for name, phase in model.phases.items():
        assert set(phase.obligations) == set(KINDS_BY_PHASE[name]) - LIGHT
    matters = published()[REAL].matters or {}
    assert model.matters == {name: rule for name, rule in matters.items() if name != "hours"}  # they go into a pilot


@pytest.mark.parametrize("id", PACES)
def test_a_demo_asks_the_same_of_the_same_people_only_sooner(id: str) -> None:
    real, demo = published()[REAL], published()[id]
    assert gates_without_clocks(demo) == gates_without_clocks(real)
    for name, phase in real.phases.items():
        other = demo.phases[name]
        assert (other.title, other.next, other.loops) == (phase.title, phase.next, phase.loops)
        for kind, rule in phase.obligations.items():
            twin = other.obligations[kind]
            assert (twin.by, twin.title) == (rule.by, rule.title)
            assert (twin.least, twin.most, len(twin.at)) == (rule.least, rule.most, len(rule.at))
    for name, matter in (real.matters or {}).items():
        twins = (demo.matters or {})[name]
        assert (twins.title, twins.numbers) == (matter.title, matter.numbers)
        for kind, rule in matter.obligations.items():
            assert (twins.obligations[kind].by, twins.obligations[kind].title) == (rule.by, rule.title)


def test_only_demos_have_a_pace() -> None:
    assert {id: model.day_milliseconds for id, model in published().items()} == {REAL: None, PREPARATION: None, **PACES}


def test_words_that_yaml_1_1_would_turn_into_truth_stay_words() -> None:
    assert load_text("on: off\nyes: no\ntime: 9:30:00\n") == {"on": "off", "yes": "no", "time": "9:30:00"}


def test_an_unquoted_version_is_a_number_and_the_rules_say_to_quote_it(tmp_path: Path) -> None:
    path = tmp_path / "unquoted.yaml"
    path.write_text(SHIPPED.replace('version: "1.1.0"', "version: 1.0"), encoding="utf-8")
    with pytest.raises(ModelInvalid, match=r"unquoted\.yaml: text belongs here, not 1\.0") as refused:
        read(path)
    assert refused.value.path == "operating_model.version"
    assert "quotes" in refused.value.remedy


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("a: 1\nb: 2\na: 3\n", "line 3, column 1"),
        ("a: {b: 1, b: 2}\n", "line 1, column 11"),
        ("a: [1\nb: 2\n", "line 2, column 2"),
        ("a:\n\t- 1\n", "line 2, column 1"),
        ("a: 1\n---\nb: 2\n", "line 2, column 1"),
        ("%YAML 1.1\n---\non: 1\n", "line 2, column 1"),
        ("a: &rule 1\nb: *rule\n", "line 1, column 4"),
        ("a: {<<: {b: 1}}\n", "line 1, column 5"),
        ("a: !!python/object:os.system 1\n", "line 1, column 4"),
        ("a: !!set {b}\n", "line 1, column 4"),
        ("a:\n  b: 2026-01-01\n", "a.b"),
        ("[" * 100_000, "line 1, column 21"),
        ("a: " + "9" * 5000, ""),
        ("a: 2026-13-41\n", ""),
        ("a: \x00\n", ""),
        ("a: \ud800\n", ""),
        ("a: " + "b" * 300_000, ""),
        ("- a\n- b\n", ""),
        ("", ""),
    ],
    ids=lambda part: repr(part[:30]),
)
def test_yaml_that_could_be_read_two_ways_or_not_at_all_is_refused_where_it_stands(text: str, where: str) -> None:
    with pytest.raises(ModelInvalid) as refused:
        load_text(text)
    assert refused.value.path == where
    assert refused.value.remedy


@given(st.text(st.sampled_from("ab:-{}[],&*!|>%'\"#?<=~0129.\n \t"), max_size=40))
def test_any_text_is_read_or_refused_and_nothing_else_happens(text: str) -> None:
    with contextlib.suppress(ModelInvalid):
        assert isinstance(load_text(text), dict)


def test_a_file_with_a_wrong_rule_is_named_with_the_path_inside_it(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(SHIPPED.replace("share: 0.6,", "share: 6,"), encoding="utf-8")
    with pytest.raises(ModelInvalid, match=r"^mine\.yaml: ") as refused:
        published(tmp_path)
    assert refused.value.path == "phases.convening.gate.quorum.share"


def test_two_files_with_one_id_are_refused(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(SHIPPED, encoding="utf-8")
    with pytest.raises(ModelInvalid, match=r"^b\.yaml: another file has the id") as refused:
        published(tmp_path)
    assert refused.value.path == "operating_model.id"


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes("title: Yhteisövaikuttavuus".encode("latin-1"))
    with pytest.raises(ModelInvalid, match=r"latin\.yaml is not UTF-8"):
        read(path)
