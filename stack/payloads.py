"""What payloads of workflows look like to Temporal: JSON, packed when it is large."""

from __future__ import annotations

from temporalio.contrib.pydantic import pydantic_data_converter

CONVERTER = pydantic_data_converter
