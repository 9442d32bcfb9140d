"""Rows of the database: who may touch them, and how they point at each other."""

import ast
import configparser

from django.apps import apps
from django.db import models

from tests.architecture.exceptions import hold
from tests.architecture.source_tree import ROOT, package_modules

ROOMS_WITH_ROWS = {"models", "access", "queries", "services"}


def layers_from_the_top() -> list[list[str]]:
    """The layers of the import contract, each with its siblings."""
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    lines = contracts["importlinter:contract:layers"]["layers"].strip().splitlines()
    return [[name.strip(" ()") for name in line.split("|")] for line in lines]


def test_rows_are_touched_in_their_rooms_only():
    offences = {}
    for module in package_modules():
        if not module.rooms or module.rooms[0] in ROOMS_WITH_ROWS:
            continue
        managers = [
            n
            for n in ast.walk(module.tree)
            if isinstance(n, ast.Attribute) and n.attr in {"objects", "_default_manager", "_base_manager"}
        ]
        if managers:
            offences[module.where] = f"touches rows in line {managers[0].lineno}"
    hold("rows-outside-their-rooms", offences)


def test_nobody_reaches_a_model_by_its_name():
    offences = {
        module.where: f"line {node.lineno}"
        for module in package_modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"get_model", "get_models"}
    }
    hold("models-by-name", offences)


def test_keys_across_contexts_point_down_and_leave_no_name_behind():
    depth = {name: number for number, layer in enumerate(layers_from_the_top()) for name in layer}
    offences = {}
    for model in apps.get_models():
        if not model.__module__.startswith("farlight."):
            continue
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            if not field.is_relation or field.related_model._meta.app_label == model._meta.app_label:
                continue
            where, target = str(field), field.related_model._meta.app_label
            if depth.get(target, -1) <= depth[model._meta.app_label]:
                offences[where] = f"points up or aside, to {target}"
            elif not str(field.remote_field.related_name).endswith("+"):
                offences[where] = 'leaves a name behind: related_name="+" is missing'
    hold("foreign-keys", offences)


def test_keys_across_contexts_are_written_as_strings():
    kinds = {kind.__name__ for kind in (models.ForeignKey, models.OneToOneField, models.ManyToManyField)}
    offences = {}
    for module in package_modules():
        if "models" not in module.rooms[:1]:
            continue
        own = {
            node.name
            for m in package_modules()
            if m.context == module.context
            for node in ast.walk(m.tree)
            if isinstance(node, ast.ClassDef)
        }
        for call in (n for n in ast.walk(module.tree) if isinstance(n, ast.Call)):
            if (
                getattr(call.func, "attr", "") in kinds
                and isinstance(call.args[0], ast.Name)
                and call.args[0].id not in own
            ):
                offences[f"{module.where}:{call.args[0].id}"] = f"line {call.lineno}"
    hold("foreign-keys-as-strings", offences)
