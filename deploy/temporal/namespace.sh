#!/bin/sh
# Makes Talkoot's namespace, and sets that what has ended is kept for 30 days. Harmless to repeat.
# Temporal is found by TEMPORAL_ADDRESS, the namespace by TEMPORAL_NAMESPACE; for a cluster with TLS set TEMPORAL_TLS=true and
# TEMPORAL_TLS_SERVER_CA_CERT_PATH (and TEMPORAL_TLS_CLIENT_CERT_PATH, TEMPORAL_TLS_CLIENT_KEY_PATH, TEMPORAL_TLS_SERVER_NAME).
set -eu
RETENTION=720h

if ! command -v temporal >/dev/null; then
  echo "there is no 'temporal' on the PATH: it lies in .venv/bin of an installation, so: PATH=\"\$PWD/.venv/bin:\$PATH\"" >&2
  exit 1
fi
tries=60
until told=$(temporal operator cluster health 2>&1); do
  tries=$((tries - 1))
  if [ "$tries" -eq 0 ]; then
    echo "Temporal at $TEMPORAL_ADDRESS did not become healthy: $told" >&2
    exit 1
  fi
  sleep 2
done

if temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
  temporal operator namespace update --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION"
else
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION"
fi

# A new namespace is known to the whole cluster after some seconds; a worker that comes earlier would be turned away.
until temporal workflow count --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; do
  sleep 1
done
echo "Namespace $TEMPORAL_NAMESPACE stands; ended runs are kept for $RETENTION."
