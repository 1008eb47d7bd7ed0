"""Run folders: written whole or not at all, never over another one unasked, and read back."""

from __future__ import annotations

from planner.runs.contents import COMPARISON as COMPARISON
from planner.runs.contents import FILES as FILES
from planner.runs.names import safe_name as safe_name
from planner.runs.places import Place as Place
from planner.runs.places import refuse_file as refuse_file
from planner.runs.places import refuse_folder as refuse_folder
from planner.runs.places import write_file as write_file
from planner.runs.places import write_folder as write_folder
from planner.runs.reading import StoredRun as StoredRun
from planner.runs.reading import read as read
from planner.runs.reading import read_manifest as read_manifest
from planner.runs.reasons import write_reasons as write_reasons
from planner.runs.tables import COLUMNS as COLUMNS
from planner.runs.tables import write_tables as write_tables
from planner.runs.writing import write_diagnosis as write_diagnosis
from planner.runs.writing import write_manifest as write_manifest
