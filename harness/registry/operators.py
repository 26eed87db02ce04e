"""The faults that `mutate` seeds."""

from __future__ import annotations

from collections.abc import Mapping

from harness.mutate import Operator
from harness.mutate.operators import (
    added_arguments,
    attributes,
    brackets,
    claims,
    colons,
    deleted_imports,
    dropped_arguments,
    imported_names,
    indentation,
    keywords,
    literals,
    modules,
    option_order,
    options,
    prompts,
    sentences,
    shown_keys,
    shown_shapes,
    shown_types,
    shown_values,
    subcommands,
    swapped_arguments,
    used_settings,
)

OPERATORS: Mapping[str, Operator] = {
    "attribute": attributes.mutants,
    "imported-name": imported_names.mutants,
    "module": modules.mutants,
    "keyword": keywords.mutants,
    "dropped-argument": dropped_arguments.mutants,
    "added-argument": added_arguments.mutants,
    "swapped-arguments": swapped_arguments.mutants,
    "literal": literals.mutants,
    "shown-value": shown_values.mutants,
    "shown-type": shown_types.mutants,
    "shown-shape": shown_shapes.mutants,
    "shown-key": shown_keys.mutants,
    "deleted-import": deleted_imports.mutants,
    "prompt": prompts.mutants,
    "colon": colons.mutants,
    "bracket": brackets.mutants,
    "indentation": indentation.mutants,
    "used-setting": used_settings.mutants,
    "option": options.mutants,
    "subcommand": subcommands.mutants,
    "option-order": option_order.mutants,
    **claims.OPERATORS,
    "claim-experiment": sentences.numbers,
    "claim-denial": sentences.denials,
}
