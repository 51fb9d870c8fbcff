#!/bin/sh
# Makes Talkoot's namespace, and sets that what has ended is kept for 30 days. Harmless to repeat.
# Temporal is found by TEMPORAL_ADDRESS, the namespace by TEMPORAL_NAMESPACE.
set -eu
RETENTION=720h

tries=60
until temporal operator cluster health >/dev/null 2>&1; do
  tries=$((tries - 1))
  if [ "$tries" -eq 0 ]; then
    echo "Temporal at $TEMPORAL_ADDRESS did not become healthy" >&2
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
