"""The manifests are ones that Kubernetes understands; what is secret is only referred to."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import pytest

from stack.settings import Settings
from tests.deploy.reading import DEPLOY, beside, run, yaml

FOLDER = DEPLOY / "kubernetes"
(KUSTOMIZATION,) = yaml(FOLDER / "kustomization.yaml")
MANIFESTS: list[dict[str, Any]] = [doc for name in KUSTOMIZATION["resources"] for doc in yaml(FOLDER / name)]
PODS = {doc["metadata"]["name"]: doc["spec"]["template"]["spec"] for doc in MANIFESTS if doc["kind"] == "Deployment"}
SETTINGS = next(doc["data"] for doc in MANIFESTS if doc["kind"] == "ConfigMap")


def test_they_fit_the_schemas_of_kubernetes() -> None:
    files = [FOLDER / name for name in KUSTOMIZATION["resources"]]
    run(beside("kubernetes-validate"), "--strict", "--quiet", *files)


def test_none_is_left_out() -> None:
    assert {file.name for file in FOLDER.iterdir()} == {"kustomization.yaml", *KUSTOMIZATION["resources"]}


@pytest.mark.parametrize("name", sorted(PODS))
def test_pods_have_no_rights(name: str) -> None:
    pod = PODS[name]
    assert pod["securityContext"]["runAsNonRoot"]
    assert not pod["automountServiceAccountToken"]
    for container in pod["initContainers"] + pod["containers"]:
        assert container["securityContext"]["readOnlyRootFilesystem"]
        assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}


@pytest.mark.parametrize("name", sorted(PODS))
def test_pods_migrate_first(name: str) -> None:
    assert [container["args"] for container in PODS[name]["initContainers"]] == [["migrate"]]


@pytest.mark.parametrize("name", sorted(PODS))
def test_production_starts_with_what_a_pod_is_given(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (container,) = PODS[name]["containers"]
    secret = {entry["name"]: "smtp://mail.example.org" for entry in container["env"] if "valueFrom" in entry}
    assert len(secret) == len(container["env"]), "a secret stands in the manifest"
    for variable, value in {**SETTINGS, **secret}.items():
        assert variable.removeprefix("TALKOOT_").lower() in Settings.model_fields
        monkeypatch.setenv(variable, value)
    assert Settings().environment == "production"


@pytest.mark.parametrize("name", sorted(PODS))
def test_what_must_outlive_the_database_is_written_into_a_volume(name: str) -> None:
    """The list of erasures and the newest checkpoint: all else of a pod's file system is for reading only."""
    folder = str(PurePosixPath(SETTINGS["TALKOOT_ERASURES_FILE"]).parent)
    claims = {doc["metadata"]["name"] for doc in MANIFESTS if doc["kind"] == "PersistentVolumeClaim"}
    volumes = {
        volume["name"]: volume.get("persistentVolumeClaim", {}).get("claimName") for volume in PODS[name]["volumes"]
    }
    image = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert f"TALKOOT_DATA={folder} " in image
    for container in PODS[name]["initContainers"] + PODS[name]["containers"]:
        (mount,) = [one for one in container["volumeMounts"] if one["mountPath"] == folder]
        assert volumes[mount["name"]] in claims
        assert not mount.get("readOnly")
